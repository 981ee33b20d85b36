import { describe, expect, test } from "vitest";
import type { AuthResult, Credentials } from "./index.ts";
import { startAuth, type TestAuth } from "./testing/start-auth.ts";

const minute = 60_000;

function ask({ auth }: TestAuth, given: Partial<Credentials>): AuthResult {
  const open = { allowCookie: true, allowApiKey: true, address: "192.0.2.1" };
  return auth.authenticate({ ...open, ...given });
}

/** `ok`, or why not. */
function outcome(result: AuthResult): string {
  if (result.kind === "caller") return "ok";
  return result.kind === "none" ? "none" : result.code;
}

const wrong = (token: string) => `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`;

describe("a token", () => {
  test("comes as Bearer, or as x-api-key where the route takes it", async () => {
    await using test = await startAuth();
    const { token } = test;
    const caller = { kind: "caller", via: "token", caller: { name: "admin", role: "admin" } };
    expect(ask(test, { authorization: `Bearer ${token}` })).toMatchObject(caller);
    expect(ask(test, { authorization: `bearer  ${token} ` })).toMatchObject(caller);
    expect(ask(test, { apiKey: token })).toMatchObject(caller);
    expect(ask(test, { apiKey: token, allowApiKey: false })).toEqual({ kind: "none" });
    expect(ask(test, {})).toEqual({ kind: "none" });
  });

  test("is nothing but itself", async () => {
    await using test = await startAuth();
    const { token } = test;
    const [id = "", secret = ""] = token.split(".");
    const tries = [wrong(token), id, `${id}.`, secret, `${token}x`, `x${token}`, "sbx_.", ""];
    for (const text of tries) {
      expect(outcome(ask(test, { authorization: `Bearer ${text}`, address: text })), text).toBe(
        "unauthenticated",
      );
    }
    for (const header of ["", "Bearer", token, `Basic ${token}`, `Bearer\t${token}`]) {
      expect(outcome(ask(test, { authorization: header })), header).toBe("unauthenticated");
    }
  });

  test("ends when it expires, and its use is noted", async () => {
    await using test = await startAuth();
    const admin = ask(test, { authorization: `Bearer ${test.token}` });
    if (admin.kind !== "caller") throw new Error("expected a caller");
    const { token } = await test.auth.mint(admin.caller, {
      name: "short",
      role: "viewer",
      expiresAt: 1_700_000_000_000 + 100,
    });
    test.clock.at = 99;
    expect(outcome(ask(test, { apiKey: token }))).toBe("ok");
    expect(test.auth.list().at(-1)?.lastUsedAt).toBe(1_700_000_000_099);
    test.clock.at = 100;
    expect(ask(test, { apiKey: token })).toMatchObject({
      code: "unauthenticated",
      message: expect.stringContaining("has expired"),
    });
  });
});

describe("ten failures within a minute", () => {
  test("lock an address out, right token or not, until the first is a minute old", async () => {
    await using test = await startAuth();
    for (let i = 0; i < 10; i++) {
      test.clock.at = i * 1_000;
      expect(outcome(ask(test, { apiKey: `wrong ${i}` }))).toBe("unauthenticated");
    }
    expect(ask(test, { apiKey: test.token })).toMatchObject({
      kind: "refused",
      code: "locked_out",
      retryAfterMs: 51_000,
      message: expect.stringContaining("51 seconds"),
    });
    expect(outcome(ask(test, { apiKey: test.token, address: "192.0.2.2" }))).toBe("ok");
    test.clock.at = minute;
    expect(outcome(ask(test, { apiKey: test.token }))).toBe("ok");
  });

  test("count for IPv4 within IPv6 as for IPv4, and for loopback too", async () => {
    await using test = await startAuth();
    const forms = ["127.0.0.1", "::ffff:127.0.0.1", "::FFFF:7f00:1", "0:0:0:0:0:ffff:7f00:1"];
    for (let i = 0; i < 10; i++) ask(test, { apiKey: "wrong", address: forms[i % 4] ?? "" });
    for (const address of forms) {
      expect(outcome(ask(test, { apiKey: test.token, address })), address).toBe("locked_out");
    }
    expect(outcome(ask(test, { apiKey: test.token, address: "::1" }))).toBe("ok");
  });

  test("lock a token out wherever they came from", async () => {
    await using test = await startAuth();
    for (let i = 0; i < 10; i++)
      ask(test, { apiKey: wrong(test.token), address: `198.51.100.${i}` });
    expect(outcome(ask(test, { apiKey: test.token, address: "203.0.113.1" }))).toBe("locked_out");
    test.clock.at = minute;
    expect(outcome(ask(test, { apiKey: test.token, address: "203.0.113.1" }))).toBe("ok");
  });

  test("in a token's name lock nobody out of where it was used before", async () => {
    await using test = await startAuth();
    const home = "203.0.113.1";
    expect(outcome(ask(test, { apiKey: test.token, address: home }))).toBe("ok");
    for (let i = 0; i < 10; i++)
      ask(test, { apiKey: wrong(test.token), address: `198.51.100.${i}` });
    expect(outcome(ask(test, { apiKey: test.token, address: home }))).toBe("ok");
    expect(outcome(ask(test, { apiKey: test.token, address: "203.0.113.2" }))).toBe("locked_out");
    for (let i = 0; i < 10; i++) ask(test, { apiKey: wrong(test.token), address: home });
    expect(outcome(ask(test, { apiKey: test.token, address: home }))).toBe("locked_out");
  });

  test("leave those alone who are signed in already", async () => {
    await using test = await startAuth();
    const session = await test.auth.startSession({ token: test.token }, "192.0.2.1");
    if (session.kind !== "started") throw new Error("expected a session");
    for (let i = 0; i < 10; i++) ask(test, { apiKey: "wrong" });
    expect(outcome(ask(test, { cookie: `signalbox_4870=${session.cookieValue}` }))).toBe("ok");
    expect(outcome(ask(test, { apiKey: test.token }))).toBe("locked_out");
  });

  test("are not a revoked token's or a signed-out page's: neither guesses", async () => {
    await using test = await startAuth();
    const admin = ask(test, { apiKey: test.token });
    if (admin.kind !== "caller") throw new Error("expected a caller");
    const { id, token } = await test.auth.mint(admin.caller, { name: "n", role: "viewer" });
    await test.auth.revoke(admin.caller, id);
    for (let i = 0; i < 30; i++) {
      expect(outcome(ask(test, { apiKey: token }))).toBe("unauthenticated");
      expect(outcome(ask(test, { cookie: "signalbox_4870=gone" }))).toBe("unauthenticated");
    }
    expect(outcome(ask(test, { apiKey: test.token }))).toBe("ok");
  });
});

test("a bearer token is checked within a fraction of a millisecond", async () => {
  await using test = await startAuth();
  const authorization = `Bearer ${test.token}`;
  const rounds = 2_000;
  const start = performance.now();
  for (let i = 0; i < rounds; i++) ask(test, { authorization });
  // Tens of times what it takes, so that a busy machine does not fail it.
  expect((performance.now() - start) / rounds).toBeLessThan(0.1);
});
