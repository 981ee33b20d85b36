import type { Caller } from "@signalbox/api-contract/server";
import { role as roleSchema, type Role } from "@signalbox/api-contract";
import { asyncProperty, assert, constantFrom, integer, option } from "fast-check";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { clockStart, openAuth, startAuth, type TestAuth } from "./testing/start-auth.ts";

const roles = roleSchema.options;

/** What a token shows of itself when it is used. */
function callerOf({ auth }: TestAuth, token: string): Caller {
  const result = auth.authenticate({
    authorization: `Bearer ${token}`,
    allowCookie: false,
    allowApiKey: false,
    address: "192.0.2.1",
  });
  if (result.kind === "caller") return result.caller;
  throw new Error("expected a caller", { cause: result });
}

/** What each role may do, written out apart from the code: each line holds all of its list. */
const holdings: Record<Role, readonly Role[]> = {
  viewer: ["viewer"],
  operator: ["operator", "viewer"],
  admin: ["admin", "operator", "viewer", "ingest"],
  ingest: [],
};

describe("minting", () => {
  test("no token can mint more than it holds, in role or in time", async () => {
    await using test = await startAuth();
    const admin = callerOf(test, test.token);
    const expiry = option(integer({ min: 1, max: 1_000_000 }), { nil: undefined });
    const within = (ms: number | undefined) =>
      ms === undefined ? {} : { expiresAt: clockStart + ms };
    await assert(
      asyncProperty(
        constantFrom(...roles),
        expiry,
        constantFrom(...roles),
        expiry,
        async (holderRole, holderMs, role, ms) => {
          const made = await test.auth.mint(admin, {
            name: "holder",
            role: holderRole,
            ...within(holderMs),
          });
          const holder = callerOf(test, made.token);
          const minted = await test.auth
            .mint(holder, { name: "minted", role, ...within(ms) })
            .catch((error: unknown) => error);
          const mayRole = holdings[holderRole].includes(role);
          const mayTime = holderMs === undefined || ms === undefined || ms <= holderMs;
          if (!mayRole || !mayTime) {
            expect(minted).toMatchObject({ name: "ContractError", code: "forbidden" });
            return;
          }
          expect(minted).toMatchObject({ token: expect.stringMatching(/^sbx_/) });
          const { expiresAt, createdBy } = test.state.tokens.all().at(-1) ?? {};
          expect(createdBy).toBe(made.id);
          const latest = holderMs === undefined ? Infinity : clockStart + holderMs;
          expect(expiresAt ?? Infinity).toBeLessThanOrEqual(latest);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("a token is its id and 256 random bits, and is kept as a hash", async () => {
    await using test = await startAuth();
    const { id, token } = await test.auth.mint(callerOf(test, test.token), {
      name: "n",
      role: "viewer",
    });
    expect(token).toMatch(/^sbx_[0-9a-f]{16}\.[\w-]{43}$/);
    expect(token).toContain(`sbx_${id}.`);
    expect(test.state.tokens.get(id)?.hash).toHaveLength(32);
    expect(JSON.stringify(test.auth.list())).not.toContain(token.slice(-43));
  });

  test.each([clockStart, clockStart - 1, 0, Number.NaN, Infinity])(
    "an expiry at %d is not to come",
    async (expiresAt) => {
      await using test = await startAuth();
      const admin = callerOf(test, test.token);
      const made = test.auth.mint(admin, { name: "n", role: "viewer", expiresAt });
      await expect(made).rejects.toMatchObject({ code: "invalid" });
    },
  );

  test("a token that has ended mints nothing more", async () => {
    await using test = await startAuth();
    const admin = callerOf(test, test.token);
    const other = await test.auth.mint(admin, { name: "other", role: "admin" });
    const caller = callerOf(test, other.token);
    await test.auth.revoke(admin, other.id);
    const made = test.auth.mint(caller, { name: "n", role: "viewer" });
    await expect(made).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("revoking", () => {
  test("ends a token and its sessions at once, tells of it, and once is enough", async () => {
    await using test = await startAuth();
    const admin = callerOf(test, test.token);
    const { id, token } = await test.auth.mint(admin, { name: "n", role: "viewer" });
    await test.auth.startSession({ token }, "192.0.2.1");
    const revoking = test.auth.revoke(admin, id);
    expect(test.revoked).toEqual([id]);
    expect(test.state.browserSessions.all()).toEqual([]);
    expect(() => callerOf(test, token)).toThrow();
    await revoking;
    await test.auth.revoke(admin, id);
    expect(test.revoked).toEqual([id]);
    expect(test.auth.list().find((row) => row.id === id)?.revokedAt).toBe(clockStart);
  });

  test("one that is not there is not found", async () => {
    await using test = await startAuth();
    const admin = callerOf(test, test.token);
    await expect(test.auth.revoke(admin, "nobody")).rejects.toMatchObject({ code: "not_found" });
  });

  test("the last admin token can't be, not even by two at once", async () => {
    await using test = await startAuth();
    const admin = callerOf(test, test.token);
    const last = test.auth.revoke(admin, admin.tokenId);
    await expect(last).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Make a new admin token first"),
    });
    const other = await test.auth.mint(admin, { name: "other", role: "admin" });
    const both = await Promise.allSettled([
      test.auth.revoke(admin, admin.tokenId),
      test.auth.revoke(admin, other.id),
    ]);
    expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  });

  test("an admin token that has expired does not count as one that is left", async () => {
    await using test = await startAuth();
    const admin = callerOf(test, test.token);
    await test.auth.mint(admin, { name: "short", role: "admin", expiresAt: clockStart + 10 });
    test.clock.at = 11;
    const last = test.auth.revoke(admin, admin.tokenId);
    await expect(last).rejects.toMatchObject({ code: "conflict" });
  });

  test("no token revokes one that holds more", async () => {
    await using test = await startAuth();
    const admin = callerOf(test, test.token);
    const { token } = await test.auth.mint(admin, { name: "n", role: "operator" });
    const operator = callerOf(test, token);
    const revoking = test.auth.revoke(operator, admin.tokenId);
    await expect(revoking).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("the first admin token", () => {
  test("is made once and shown once", async () => {
    await using directory = await temporaryDirectory();
    const clock = { at: 0 };
    let token = "";
    {
      await using first = await openAuth(directory.path, clock);
      token = first.token;
      expect(callerOf(first, token)).toMatchObject({ name: "admin", role: "admin" });
      expect(await first.auth.ensureAdmin()).toEqual({ token: null });
    }
    await using again = await openAuth(directory.path, clock);
    expect(again.token).toBe("");
    expect(callerOf(again, token).role).toBe("admin");
  });

  test("one that is configured is taken as it is, replaced when it changes, gone when it does", async () => {
    await using directory = await temporaryDirectory();
    const clock = { at: 0 };
    const one = "a".repeat(32);
    const two = "b".repeat(32);
    {
      await using first = await openAuth(directory.path, clock, one);
      expect(first.token).toBe("");
      expect(callerOf(first, one)).toEqual({ tokenId: "env-admin", name: "admin", role: "admin" });
      await first.auth.startSession({ token: one }, "192.0.2.1");
      const revoking = first.auth.revoke(callerOf(first, one), "env-admin");
      await expect(revoking).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining("SIGNALBOX_ADMIN_TOKEN"),
      });
    }
    {
      await using same = await openAuth(directory.path, clock, one);
      expect(same.state.browserSessions.all()).toHaveLength(1);
    }
    {
      await using changed = await openAuth(directory.path, clock, two);
      expect(changed.state.browserSessions.all()).toEqual([]);
      expect(callerOf(changed, two).tokenId).toBe("env-admin");
      expect(() => callerOf(changed, one)).toThrow();
    }
    await using without = await openAuth(directory.path, clock);
    expect(without.token).toMatch(/^sbx_/);
    expect(() => callerOf(without, two)).toThrow();
    expect(without.auth.list().map(({ id }) => id)).not.toContain("env-admin");
  });

  test("secrets are nowhere in the data directory", async () => {
    await using directory = await temporaryDirectory();
    const { readdir, readFile } = await import("node:fs/promises");
    const configured = "canary-of-thirty-two-characters!";
    let secrets: string[] = [];
    {
      await using test = await openAuth(directory.path, { at: 0 }, configured);
      const admin = callerOf(test, configured);
      const { token } = await test.auth.mint(admin, { name: "n", role: "viewer" });
      const code = await test.auth.createLoginCode("admin");
      const session = await test.auth.startSession({ token }, "192.0.2.1");
      if (session.kind !== "started") throw new Error("expected a session");
      secrets = [configured, token, token.slice(-43), code, session.cookieValue];
      for (const name of await readdir(directory.path)) {
        const bytes = await readFile(`${directory.path}/${name}`, "latin1");
        for (const secret of secrets) expect(bytes.includes(secret), name).toBe(false);
      }
    }
    expect(secrets).toHaveLength(5);
  });
});
