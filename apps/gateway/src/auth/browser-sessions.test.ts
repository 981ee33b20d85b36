import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { makeLoginCodeBeside, sessionCookieName, type StartedSession } from "./index.ts";
import { clockStart, openAuth, startAuth, type TestAuth } from "./testing/start-auth.ts";

const address = "192.0.2.1";
const day = 24 * 3_600_000;

function cookie(session: StartedSession, name = "signalbox_4870"): string {
  return `theme=dark; ${name}=${session.cookieValue}; other=1`;
}

function withCookie({ auth }: TestAuth, header: string, allowCookie = true) {
  return auth.authenticate({ cookie: header, allowCookie, allowApiKey: false, address });
}

async function signIn(test: TestAuth): Promise<StartedSession> {
  const session = await test.auth.startSession({ token: test.token }, address);
  if (session.kind === "started") return session;
  throw new Error("expected a session", { cause: session });
}

describe("a browser session", () => {
  test("acts for its token where a cookie counts, for thirty days", async () => {
    await using test = await startAuth();
    const session = await signIn(test);
    expect(session.cookieValue).toMatch(/^[\w-]{43}$/);
    expect(session.expiresAt).toBe(clockStart + 30 * day);
    expect(withCookie(test, cookie(session))).toMatchObject({
      kind: "caller",
      via: "cookie",
      caller: session.caller,
      sessionIdHash: test.state.browserSessions.all()[0]?.idHash,
    });
    expect(withCookie(test, cookie(session), false)).toEqual({ kind: "none" });
    expect(withCookie(test, "theme=dark")).toEqual({ kind: "none" });
    test.clock.at = 30 * day;
    expect(withCookie(test, cookie(session)).kind).toBe("refused");
  });

  test("is found by any name that a gateway gives its cookie, and by no other", async () => {
    await using test = await startAuth();
    const session = await signIn(test);
    for (const name of ["signalbox_1", "__Host-signalbox_4870"]) {
      expect(withCookie(test, cookie(session, name)).kind, name).toBe("caller");
    }
    for (const name of ["signalbox", "xsignalbox_1", "signalbox_x"]) {
      expect(withCookie(test, cookie(session, name)).kind, name).toBe("none");
    }
    const another = `signalbox_1=of-another-gateway; signalbox_2=${session.cookieValue}`;
    expect(withCookie(test, another).kind).toBe("caller");
  });

  test("ends when the browser signs out", async () => {
    await using test = await startAuth();
    const [session, other] = [await signIn(test), await signIn(test)];
    await test.auth.endSession(cookie(session));
    expect(withCookie(test, cookie(session)).kind).toBe("refused");
    expect(withCookie(test, cookie(other)).kind).toBe("caller");
  });

  test("ends no later than its token", async () => {
    await using test = await startAuth();
    const { caller } = await signIn(test);
    const expiresAt = clockStart + day;
    const { token } = await test.auth.mint(caller, { name: "n", role: "viewer", expiresAt });
    const session = await test.auth.startSession({ token }, address);
    expect(session).toMatchObject({ kind: "started", expiresAt });
  });

  test("survives a restart of the gateway", async () => {
    await using directory = await temporaryDirectory();
    const clock = { at: 0 };
    await using before = await openAuth(directory.path, clock);
    const session = await signIn(before);
    await before.state.close();
    await using after = await openAuth(directory.path, clock);
    expect(withCookie(after, cookie(session)).kind).toBe("caller");
  });

  test("is not made for a wrong token, and tries count", async () => {
    await using test = await startAuth();
    for (let i = 0; i < 10; i++) {
      expect(await test.auth.startSession({ token: "wrong" }, address)).toMatchObject({
        code: "unauthenticated",
      });
    }
    for (const grant of [{ token: test.token }, { code: "any" }]) {
      expect(await test.auth.startSession(grant, address)).toMatchObject({ code: "locked_out" });
    }
  });
});

describe("a login code", () => {
  test("signs one browser in as the first admin, once", async () => {
    await using test = await startAuth();
    const code = await test.auth.createLoginCode("admin");
    const tries = await Promise.all([1, 2, 3].map(() => test.auth.startSession({ code }, address)));
    expect(tries.map(({ kind }) => kind)).toEqual(["started", "refused", "refused"]);
    expect(tries[0]).toMatchObject({ caller: { tokenId: test.state.tokens.all()[0]?.id } });
    expect(tries[1]).toMatchObject({ message: expect.stringContaining("signalbox login") });
  });

  test("lasts ten minutes", async () => {
    await using test = await startAuth();
    const [early, late] = [
      await test.auth.createLoginCode("admin"),
      await test.auth.createLoginCode("admin"),
    ];
    test.clock.at = 10 * 60_000 - 1;
    expect((await test.auth.startSession({ code: early }, address)).kind).toBe("started");
    test.clock.at = 10 * 60_000;
    expect((await test.auth.startSession({ code: late }, address)).kind).toBe("refused");
  });

  test("holds its role and no more", async () => {
    await using test = await startAuth();
    const { caller } = await signIn(test);
    const nobody = await test.auth.createLoginCode("viewer");
    expect((await test.auth.startSession({ code: nobody }, address)).kind).toBe("refused");
    const { id } = await test.auth.mint(caller, { name: "n", role: "viewer" });
    const code = await test.auth.createLoginCode("viewer");
    expect(await test.auth.startSession({ code }, address)).toMatchObject({
      caller: { tokenId: id, role: "viewer" },
    });
  });

  test("can be made beside a gateway that runs", async () => {
    await using directory = await temporaryDirectory();
    const clock = { at: 0 };
    await using test = await openAuth(directory.path, clock);
    const now = () => clockStart;
    const code = await makeLoginCodeBeside({ dataDir: directory.path, role: "admin", now });
    expect((await test.auth.startSession({ code }, address)).kind).toBe("started");
  });

  test("that is wrong counts as a failure of its address", async () => {
    await using test = await startAuth();
    for (let i = 0; i < 10; i++) await test.auth.startSession({ code: `wrong ${i}` }, address);
    const code = await test.auth.createLoginCode("admin");
    expect(await test.auth.startSession({ code }, address)).toMatchObject({ code: "locked_out" });
    expect((await test.auth.startSession({ code }, "192.0.2.2")).kind).toBe("started");
  });
});

test("the cookie's name carries the port, and the host's prefix under TLS", () => {
  expect(sessionCookieName({ port: 4870, tls: false })).toBe("signalbox_4870");
  expect(sessionCookieName({ port: 4870, tls: true })).toBe("__Host-signalbox_4870");
});

test("where the disk takes no writes its operator can sign in, out and back in", async () => {
  await using test = await startAuth();
  const session = await signIn(test);
  const code = await test.auth.createLoginCode("admin");
  // What a closed store refuses, a failing disk does.
  await test.state.close();
  expect(withCookie(test, cookie(session)).kind).toBe("caller");
  expect((await test.auth.startSession({ token: test.token }, address)).kind).toBe("started");
  const late = await test.auth.createLoginCode("admin");
  expect((await test.auth.startSession({ code: late }, address)).kind).toBe("started");
  await expect(test.auth.startSession({ code }, address)).rejects.toMatchObject({ code: "closed" });
});
