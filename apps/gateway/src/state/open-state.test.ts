import { chmod, mkdir, open, readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { addLoginCode, openState, StateError } from "./index.ts";
import { startStateProcess } from "./testing/start-state-process.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const now = () => 1_000;
const key = { clientId: "client", sessionId: "session" };
const message = { role: "user", content: '"hi"', requestId: null, at: 1 };

async function refusal(dataDir: string): Promise<StateError> {
  const state = await openState({ dataDir, now }).catch((error: unknown) => error);
  if (state instanceof StateError) return state;
  throw new Error("expected a StateError", { cause: state });
}

test("the directory and its files are for their owner alone", async () => {
  await using directory = await temporaryDirectory();
  const dataDir = join(directory.path, "a", "data");
  await using state = await openState({ dataDir, now });
  expect(state.status()).toEqual({ ok: true, reason: "state.db is open" });
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  for (const name of await readdir(dataDir)) {
    expect((await stat(join(dataDir, name))).mode & 0o777, name).toBe(0o600);
  }
});

test("a directory has one gateway, and the second is told who the first is", async () => {
  await using directory = await temporaryDirectory();
  await using holder = startStateProcess({ args: [directory.path] });
  await holder.said(1);
  const error = await refusal(directory.path);
  expect(error.code).toBe("locked");
  expect(error.message).toContain(directory.path);
  expect(error.message).toContain(
    `process ${holder.child.pid}, started at 1970-01-01T00:00:01.000Z`,
  );
});

test("the lock of a killed gateway holds nobody up", async () => {
  await using directory = await temporaryDirectory();
  {
    await using holder = startStateProcess({ args: [directory.path] });
    await holder.said(1);
    holder.child.kill("SIGKILL");
    await holder.ended();
  }
  await using state = await openState({ dataDir: directory.path, now });
  expect(state.status().ok).toBe(true);
});

test("the same process can't open a directory twice, and can once it closed it", async () => {
  await using directory = await temporaryDirectory();
  const first = await openState({ dataDir: directory.path, now });
  expect((await refusal(directory.path)).code).toBe("locked");
  await first.close();
  await using second = await openState({ dataDir: directory.path, now });
  expect(second.status().ok).toBe(true);
});

test("a lock file of another making is taken over", async () => {
  await using directory = await temporaryDirectory();
  await writeFile(
    join(directory.path, "gateway.lock"),
    "pid 12345 of some other program\n".repeat(99),
  );
  await using state = await openState({ dataDir: directory.path, now });
  expect(state.status().ok).toBe(true);
});

test("what was acknowledged is there after kill -9", async () => {
  await using directory = await temporaryDirectory();
  const acknowledged: string[] = [];
  for (const said of [2, 60, 300]) {
    await using writer = startStateProcess({ args: [directory.path, "append"] });
    await writer.said(said);
    writer.child.kill("SIGKILL");
    await writer.ended();
    expect(writer.lines.length).toBeGreaterThan(1);
    acknowledged.push(...writer.lines.slice(1));
  }
  await using state = await openState({ dataDir: directory.path, now });
  const stored = await state.conversations.load(key);
  const counts = Map.groupBy(stored, ({ requestId }) => requestId ?? "");
  const expected = Map.groupBy(acknowledged, (id) => id);
  for (const [id, times] of expected) {
    expect(counts.get(id)?.length ?? 0, id).toBeGreaterThanOrEqual(times.length);
  }
  expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, i) => i + 1));
});

test("a disk that refuses a write loses nothing that it took before", async () => {
  await using directory = await temporaryDirectory();
  await using writer = startStateProcess({
    args: [directory.path, "append", "10000"],
    // In blocks of 1,024 bytes: the write-ahead log can't grow past it.
    limits: "ulimit -f 600",
  });
  await writer.ended();
  const acknowledged = writer.lines.filter((line) => /^\d-\d+$/.test(line));
  expect(writer.lines).toContain("write_failed");
  expect(JSON.parse(writer.lines.find((line) => line.startsWith("{")) ?? "")).toMatchObject({
    ok: false,
    reason: expect.stringContaining("Check the disk of the data directory"),
  });
  await using state = await openState({ dataDir: directory.path, now });
  const stored = await state.conversations.load(key);
  expect(acknowledged.length).toBeGreaterThan(5);
  expect(stored.map(({ requestId }) => requestId)).toEqual(expect.arrayContaining(acknowledged));
  await state.conversations.append(key, [message], 2);
  expect(state.status().ok).toBe(true);
});

test("on a disk that takes no writes it opens for reading, and says so", async () => {
  await using directory = await temporaryDirectory();
  const dataDir = join(directory.path, "data");
  await mkdir(dataDir);
  await (await openState({ dataDir, now })).close();
  // For root no permission counts, so the reader is somebody else.
  await chmod(directory.path, 0o755);
  for (const name of await readdir(dataDir)) await chmod(join(dataDir, name), 0o444);
  await chmod(dataDir, 0o555);
  const uid = process.getuid?.() === 0 ? 65_534 : undefined;
  await using reader = startStateProcess({ args: [dataDir, "read"], uid });
  await reader.ended();
  await chmod(dataDir, 0o755);
  expect(reader.lines).toEqual([
    "open",
    "0",
    expect.stringMatching(/"ok":false.*takes no writes/),
    "write_failed",
  ]);
});

test("a file from a later version is refused with what to do", async () => {
  await using directory = await temporaryDirectory();
  await (await openState({ dataDir: directory.path, now })).close();
  const db = new DatabaseSync(join(directory.path, "state.db"));
  db.exec("PRAGMA user_version = 99");
  db.close();
  const error = await refusal(directory.path);
  expect(error.code).toBe("newer");
  expect(error.message).toMatch(/state\.db was written by a later version.*99.*Start that version/);
});

test.each([
  ["its first page", 100, 400],
  ["its tables", 4_096, 8_192],
])(
  "a file damaged in %s is refused, told what to do about, and left as it is",
  async (_, from, to) => {
    await using directory = await temporaryDirectory();
    const path = join(directory.path, "state.db");
    {
      await using state = await openState({ dataDir: directory.path, now });
      for (let i = 0; i < 50; i++) await state.conversations.append(key, [message], i);
    }
    const file = await open(path, "r+");
    await file.write(Buffer.alloc(to - from, 0xa5), 0, to - from, from);
    await file.close();
    const damaged = await readFile(path);
    const error = await refusal(directory.path);
    expect(error.code).toBe("corrupt");
    expect(error.message).toMatch(/is damaged .*restore a backup/);
    expect(await readFile(path)).toEqual(damaged);
  },
);

test("a file that was cut is refused, and left as it is", async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, "state.db");
  await (await openState({ dataDir: directory.path, now })).close();
  await truncate(path, 8_192);
  const damaged = await readFile(path);
  expect((await refusal(directory.path)).code).toBe("corrupt");
  expect(await readFile(path)).toEqual(damaged);
});

/** What a killed gateway leaves: a file, and a log with more than one transaction in it. */
async function killedDirectory() {
  const directory = await temporaryDirectory();
  await using writer = startStateProcess({ args: [directory.path, "append"] });
  await writer.said(60);
  writer.child.kill("SIGKILL");
  await writer.ended();
  return directory;
}

test.each([
  ["state.db", "emptied", () => 0],
  ["state.db-wal", "cut", null],
  ["state.db-wal", "overwritten at its beginning", () => [0, 32]],
  ["state.db-wal", "overwritten in its middle", (size: number) => [size / 2, 4_096]],
] as const)("%s that was %s after a kill", async (name, how, damage) => {
  await using directory = await killedDirectory();
  const path = join(directory.path, name);
  const { size } = await stat(path);
  const what = damage?.(size) ?? size - 2_000;
  await using file = await open(path, "r+");
  if (typeof what === "number") await file.truncate(what);
  else
    await file.write(Buffer.alloc(what[1] ?? 0, 0xa5), 0, what[1] ?? 0, Math.floor(what[0] ?? 0));
  // Of its log alone the end may be missing: so a crash leaves what nobody was told to be kept.
  if (damage === null) {
    await using state = await openState({ dataDir: directory.path, now });
    expect((await state.conversations.load(key)).length).toBeGreaterThan(0);
    return;
  }
  const names = ["state.db", "state.db-wal"];
  const bytes = () => Promise.all(names.map((one) => readFile(join(directory.path, one))));
  const before = await bytes();
  expect(await refusal(directory.path), how).toMatchObject({ code: "corrupt" });
  const code = { hash: "h", role: "admin", tokenId: null, expiresAt: 2 } as const;
  await expect(addLoginCode({ dataDir: directory.path, ...code })).rejects.toThrow("is damaged");
  expect(await bytes()).toEqual(before);
});

test("damage that is met while it is open is told until the end", async () => {
  await using directory = await temporaryDirectory();
  const content = JSON.stringify("x".repeat(4_000));
  const of = (n: number) => ({ clientId: "client", sessionId: `s-${n}` });
  {
    await using state = await openState({ dataDir: directory.path, now });
    for (let n = 0; n < 100; n++)
      await state.conversations.append(of(n), [{ ...message, content }], n);
  }
  await using state = await openState({ dataDir: directory.path, now });
  const path = join(directory.path, "state.db");
  const { size } = await stat(path);
  await using file = await open(path, "r+");
  await file.write(Buffer.alloc(size / 2, 0xa5), 0, size / 2, size / 2);
  const loaded = await Promise.allSettled(
    Array.from({ length: 100 }, (_, n) => state.conversations.load(of(n))),
  );
  const refused = loaded.filter(({ status }) => status === "rejected");
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]).toMatchObject({ reason: { code: "corrupt" } });
  await state.meta.set("x", "y").catch(() => {});
  expect(state.status()).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/is damaged .*restore a backup/),
  });
});

test("a file that is no database is refused", async () => {
  await using directory = await temporaryDirectory();
  await writeFile(join(directory.path, "state.db"), "not a database, ".repeat(100));
  expect((await refusal(directory.path)).code).toBe("corrupt");
});

test("a data directory that is a file is refused", async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, "file");
  await writeFile(path, "");
  const error = await refusal(path);
  expect(error.code).toBe("unreadable");
  expect(error.message).toContain(path);
});

test("after it is closed every call is refused", async () => {
  await using directory = await temporaryDirectory();
  const state = await openState({ dataDir: directory.path, now });
  await state.close();
  await state.close();
  await expect(state.meta.get("x")).rejects.toMatchObject({ code: "closed" });
});

test("what was asked before the close is done before it", async () => {
  await using directory = await temporaryDirectory();
  const state = await openState({ dataDir: directory.path, now });
  const writes = Array.from({ length: 500 }, () => state.conversations.append(key, [message], 1));
  await state.close();
  await Promise.all(writes);
  await using again = await openState({ dataDir: directory.path, now });
  expect(await again.conversations.load(key)).toHaveLength(500);
});
