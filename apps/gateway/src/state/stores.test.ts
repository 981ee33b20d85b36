import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { addLoginCode, openState, type StateStore, type TokenRecord } from "./index.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const now = () => 1_000;

function token(id: string, rest: Partial<TokenRecord> = {}): TokenRecord {
  return {
    id,
    name: `name of ${id}`,
    role: "viewer",
    hash: new Uint8Array(32).fill(id.length),
    createdAt: 1,
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: null,
    createdBy: null,
    ...rest,
  };
}

/** Runs a step, then another on the same directory opened anew. */
async function overRestart(
  before: (state: StateStore, dataDir: string) => Promise<void>,
  after: (state: StateStore) => Promise<void> | void,
): Promise<void> {
  await using directory = await temporaryDirectory();
  {
    await using state = await openState({ dataDir: directory.path, now });
    await before(state, directory.path);
  }
  await using state = await openState({ dataDir: directory.path, now });
  await after(state);
}

describe("tokens", () => {
  test("are as they were after a restart", async () => {
    const full = token("b", { expiresAt: 9, createdBy: "a", role: "admin", createdAt: 2 });
    await overRestart(
      async (state) => {
        await state.tokens.insert(token("a"));
        await state.tokens.insert(full);
        expect(state.tokens.all()).toEqual([token("a"), full]);
      },
      (state) => {
        expect(state.tokens.all()).toEqual([token("a"), full]);
        expect(state.tokens.get("b")).toEqual(full);
        expect(state.tokens.get("c")).toBeUndefined();
      },
    );
  });

  test("one that is revoked ends at once and takes its browser sessions with it", async () => {
    await overRestart(
      async (state) => {
        await state.tokens.insert(token("a"));
        const session = { idHash: "s", tokenId: "a", createdAt: 1, expiresAt: 5_000 };
        await state.browserSessions.create(session);
        const revoked = state.tokens.revoke("a", 7);
        expect(state.tokens.get("a")?.revokedAt).toBe(7);
        expect(state.browserSessions.all()).toEqual([]);
        expect(await revoked).toBe(true);
        expect(await state.tokens.revoke("a", 8)).toBe(false);
        expect(await state.tokens.revoke("nobody", 8)).toBe(false);
      },
      (state) => {
        expect(state.tokens.get("a")?.revokedAt).toBe(7);
        expect(state.browserSessions.all()).toEqual([]);
      },
    );
  });

  test("one that is removed is gone, and so are its browser sessions", async () => {
    await overRestart(
      async (state) => {
        await state.tokens.replace(token("a", { name: "before" }));
        await state.tokens.replace(token("a", { name: "after" }));
        expect(state.tokens.all()).toEqual([token("a", { name: "after" })]);
        const session = { idHash: "s", tokenId: "a", createdAt: 1, expiresAt: 5_000 };
        await state.browserSessions.create(session);
        await state.tokens.remove("a");
      },
      (state) => {
        expect(state.tokens.all()).toEqual([]);
        expect(state.browserSessions.all()).toEqual([]);
      },
    );
  });

  test("their last use is noted once a minute at most", async () => {
    await overRestart(
      async (state) => {
        await state.tokens.insert(token("a"));
        for (const at of [1_000, 2_000, 60_999]) state.tokens.touch("a", at);
        state.tokens.touch("nobody", 1_000);
        expect(state.tokens.get("a")?.lastUsedAt).toBe(1_000);
        state.tokens.touch("a", 61_000);
        expect(state.tokens.get("a")?.lastUsedAt).toBe(61_000);
      },
      (state) => expect(state.tokens.get("a")?.lastUsedAt).toBe(61_000),
    );
  });
});

describe("browser sessions", () => {
  const session = (i: number, expiresAt = 5_000) => ({
    idHash: `s${String(i).padStart(5, "0")}`,
    tokenId: "a",
    createdAt: i,
    expiresAt,
  });

  test("survive a restart until they expire or end", async () => {
    await overRestart(
      async (state) => {
        await state.tokens.insert(token("a"));
        await state.browserSessions.create(session(1, 1_000));
        await state.browserSessions.create(session(2, 1_001));
        await state.browserSessions.create(session(3));
        await state.browserSessions.delete(session(3).idHash);
        await state.browserSessions.delete("nobody's");
      },
      (state) => expect(state.browserSessions.all()).toEqual([session(2, 1_001)]),
    );
  });

  test("are a thousand at most, the oldest out first", async () => {
    await overRestart(
      async (state) => {
        await state.tokens.insert(token("a"));
        const all = Array.from({ length: 1_005 }, (_, i) =>
          state.browserSessions.create(session(i)),
        );
        await Promise.all(all);
        expect(state.browserSessions.all()).toHaveLength(1_000);
      },
      (state) => {
        expect(state.browserSessions.all()).toHaveLength(1_000);
        expect(state.browserSessions.get(session(4).idHash)).toBeUndefined();
        expect(state.browserSessions.get(session(5).idHash)).toBeDefined();
      },
    );
  });

  test("one of a token that is not on disk works until the process ends", async () => {
    await overRestart(
      async (state) => {
        await expect(state.browserSessions.create(session(1))).rejects.toMatchObject({
          code: "write_failed",
        });
        expect(state.browserSessions.get(session(1).idHash)).toEqual(session(1));
      },
      (state) => expect(state.browserSessions.all()).toEqual([]),
    );
  });
});

describe("login codes", () => {
  const code = { hash: "h", tokenId: null, role: "admin", expiresAt: 2_000 } as const;

  test("work once, and not after they expired", async () => {
    await overRestart(
      async (state) => {
        await state.loginCodes.create(code);
        await state.loginCodes.create({ ...code, hash: "late" });
      },
      async (state) => {
        const tries = [1, 2, 3].map(() => state.loginCodes.redeem("h", 1_999));
        expect(await Promise.all(tries)).toEqual([{ role: "admin", tokenId: null }, null, null]);
        expect(await state.loginCodes.redeem("late", 2_000)).toBeNull();
        expect(await state.loginCodes.redeem("never made", 1)).toBeNull();
      },
    );
  });

  test("can be added beside a gateway that runs", async () => {
    await using directory = await temporaryDirectory();
    await using state = await openState({ dataDir: directory.path, now });
    await state.tokens.insert(token("a"));
    const appends = Array.from({ length: 200 }, (_, i) => state.meta.set(`k${i}`, "v"));
    await addLoginCode({ dataDir: directory.path, ...code, tokenId: "a" });
    await Promise.all(appends);
    expect(await state.loginCodes.redeem("h", 1)).toEqual({ role: "admin", tokenId: "a" });
  });

  test("that the disk refuses work once all the same", async () => {
    await using directory = await temporaryDirectory();
    await using state = await openState({ dataDir: directory.path, now });
    // No such token: the file's own rules refuse the row, as a full disk would.
    await state.loginCodes.create({ ...code, tokenId: "nobody" });
    await state.loginCodes.create({ ...code, tokenId: "nobody", hash: "late" });
    expect(state.status().ok).toBe(false);
    expect(await state.loginCodes.redeem("h", 1_999)).toEqual({ role: "admin", tokenId: "nobody" });
    expect(await state.loginCodes.redeem("h", 1_999)).toBeNull();
    expect(await state.loginCodes.redeem("late", 2_000)).toBeNull();
  });

  test("need a directory that is a gateway's", async () => {
    await using directory = await temporaryDirectory();
    await expect(addLoginCode({ dataDir: directory.path, ...code })).rejects.toMatchObject({
      code: "unreadable",
      message: expect.stringContaining("Start the gateway once"),
    });
  });

  test("are a thousand at most", async () => {
    await using directory = await temporaryDirectory();
    await using state = await openState({ dataDir: directory.path, now });
    const many = Array.from({ length: 1_010 }, (_, i) =>
      state.loginCodes.create({ ...code, hash: `h${i}`, expiresAt: 2_000 + i }),
    );
    await Promise.all(many);
    using db = new DatabaseSync(join(directory.path, "state.db"));
    expect(db.prepare("SELECT count(*) AS n FROM login_codes").get()).toEqual({ n: 1_000 });
    expect(await state.loginCodes.redeem("h1009", 1)).not.toBeNull();
  });
});

describe("conversations", () => {
  const message = (content: string) => ({ role: "user", content, requestId: "r", at: 5 });

  test("belong to a client: the same session under another is another one", async () => {
    await overRestart(
      async ({ conversations }) => {
        await conversations.append({ clientId: "a", sessionId: "s" }, [message("1")], 10);
        await conversations.append({ clientId: "b", sessionId: "s" }, [message("2")], 30);
        await conversations.append(
          { clientId: "a", sessionId: "s" },
          [message("3"), message("4")],
          20,
        );
        await conversations.append({ clientId: "a", sessionId: "t" }, [message("5")], 40);
      },
      async ({ conversations }) => {
        const loaded = await conversations.load({ clientId: "a", sessionId: "s" });
        expect(loaded).toEqual([
          { seq: 1, ...message("1") },
          { seq: 2, ...message("3") },
          { seq: 3, ...message("4") },
        ]);
        expect(await conversations.load({ clientId: "c", sessionId: "s" })).toEqual([]);
        const a = { clientId: "a", sessionId: "s", messages: 3, createdAt: 10, updatedAt: 20 };
        const b = { clientId: "b", sessionId: "s", messages: 1, createdAt: 30, updatedAt: 30 };
        expect(await conversations.find("s")).toEqual([b, a]);
        expect(await conversations.list(2)).toEqual([
          { clientId: "a", sessionId: "t", messages: 1, createdAt: 40, updatedAt: 40 },
          b,
        ]);
      },
    );
  });

  test("a text is kept as it is", async () => {
    const texts = [
      "'); DROP TABLE messages; --",
      "\u0000\u202e💡",
      JSON.stringify({ a: [1.0, "x"] }),
    ];
    const key = { clientId: "'a'", sessionId: '"s"' };
    await overRestart(
      ({ conversations }) => conversations.append(key, texts.map(message), 1),
      async ({ conversations }) => {
        expect((await conversations.load(key)).map(({ content }) => content)).toEqual(texts);
      },
    );
  });

  test("of writes that came together one that fails takes none of the others with it", async () => {
    await using directory = await temporaryDirectory();
    await using state = await openState({ dataDir: directory.path, now });
    const key = { clientId: "a", sessionId: "s" };
    const results = await Promise.allSettled([
      state.conversations.append(key, [message("before")], 1),
      state.browserSessions.create({ idHash: "s", tokenId: "nobody", createdAt: 1, expiresAt: 2 }),
      state.conversations.append(key, [message("after")], 1),
      state.conversations.load(key),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
    ]);
    expect(await state.conversations.load(key)).toHaveLength(2);
  });
});

test("small values are kept by name", async () => {
  await overRestart(
    async ({ meta }) => {
      expect(await meta.get("node")).toBeNull();
      await meta.set("node", "a");
      await meta.set("node", "b");
    },
    async ({ meta }) => expect(await meta.get("node")).toBe("b"),
  );
});

test("more calls at once than the store holds are refused, not kept", async () => {
  await using directory = await temporaryDirectory();
  await using state = await openState({ dataDir: directory.path, now });
  const calls = Array.from({ length: 10_100 }, () => state.meta.get("x"));
  const refused = (await Promise.allSettled(calls)).filter(({ status }) => status === "rejected");
  expect(refused).toHaveLength(100);
  expect(refused[0]).toMatchObject({ reason: { code: "overloaded" } });
});

describe("approvals", () => {
  const approval = { tool: "docs.search", hash: "a", by: null, at: 1 };

  test("are as they were after a restart, each tool once", async () => {
    const other = { tool: "docs.read", hash: "b", by: "ada", at: 2 };
    await overRestart(
      async (state) => {
        await state.approvals.put([approval, other]);
        await state.approvals.put([{ ...approval, hash: "c", by: "ada", at: 3 }]);
      },
      async (state) => {
        const changed = { ...approval, hash: "c", by: "ada", at: 3 };
        expect(await state.approvals.all()).toEqual([other, changed]);
      },
    );
  });

  test("are bounded: none goes for another, and one that is there may change", async () => {
    await using directory = await temporaryDirectory();
    await using state = await openState({ dataDir: directory.path, now });
    const many = Array.from({ length: 20_001 }, (_, at) => ({ ...approval, tool: `t.${at}`, at }));
    await state.approvals.put(many);
    const kept = await state.approvals.all();
    expect(kept).toHaveLength(20_000);
    expect(kept.some(({ tool }) => tool === "t.20000")).toBe(false);
    const changed = { ...approval, tool: "t.0", hash: "b", by: "ada", at: 30_000 };
    await state.approvals.put([{ ...approval, tool: "evil.t", at: 30_000 }, changed]);
    const after = await state.approvals.all();
    expect(after).toHaveLength(20_000);
    expect(after.find(({ tool }) => tool === "t.0")).toEqual(changed);
  });
});
