import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { runBackup } from "./backup-command.ts";
import { StoredHistory } from "./testing/stored-history.ts";

const run = promisify(execFile);

async function given() {
  const directory = await temporaryDirectory();
  const dataDir = join(directory.path, "data");
  const into = join(directory.path, "backups");
  await Promise.all([mkdir(dataDir), mkdir(into)]);
  const said: string[] = [];
  const history = new StoredHistory(join(dataDir, "history.db"));
  const state = new DatabaseSync(join(dataDir, "state.db"));
  state.exec(
    "PRAGMA journal_mode = WAL; CREATE TABLE counter (n INTEGER); INSERT INTO counter VALUES (0)",
  );
  return {
    dataDir,
    into,
    path: join(into, "box.tar"),
    force: false,
    now: 1_781_524_800_000,
    said,
    say: (text: string) => said.push(text),
    history,
    state,
    async restored(name: string) {
      const restored = join(directory.path, `restored-${name}`);
      await mkdir(restored);
      await run("tar", ["-xf", join(into, "box.tar"), "-C", restored]);
      return new DatabaseSync(join(restored, name), { readOnly: true });
    },
    async [Symbol.asyncDispose]() {
      history[Symbol.dispose]();
      state.close();
      await directory[Symbol.asyncDispose]();
    },
  };
}

/** Counts on in the one database, and then in the other, as fast as it can. */
const counting = `
  const { workerData } = require("node:worker_threads");
  const { DatabaseSync } = require("node:sqlite");
  const [first, second] = workerData.map((path) => new DatabaseSync(path, { timeout: 5000 }));
  for (let n = 1; ; n += 1) {
    first.exec("UPDATE counter SET n = " + n);
    second.exec("INSERT INTO counter VALUES (" + n + ")");
  }`;

test("it comes to its end, and whole, while both are written all the time", async () => {
  await using box = await given();
  box.history.db.exec("CREATE TABLE counter (n INTEGER PRIMARY KEY)");
  box.history.db.exec("BEGIN");
  for (let i = 0; i < 20_000; i += 1) box.history.request(`r${i}`, i, i + 5);
  box.history.db.exec("COMMIT");
  const paths = ["state.db", "history.db"].map((name) => join(box.dataDir, name));
  const worker = new Worker(counting, { eval: true, workerData: paths });
  try {
    const count = box.history.db.prepare("SELECT count(*) AS n FROM counter");
    await expect.poll(() => Number(count.get()?.["n"])).toBeGreaterThan(20);
    await runBackup(box);
  } finally {
    await worker.terminate();
  }
  using state = await box.restored("state.db");
  using history = await box.restored("history.db");
  expect(Number(state.prepare("SELECT n FROM counter").get()?.["n"])).toBeGreaterThan(20);
  const rows = history.prepare("SELECT count(*) AS rows, max(n) AS n FROM counter").get();
  expect(rows?.["rows"]).toBe(rows?.["n"]);
  for (const db of [state, history]) {
    expect(db.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  }
  expect(history.prepare("SELECT count(*) AS n FROM requests").get()).toEqual({ n: 20_000 });
  const [said] = box.said;
  expect(said).toContain("20,000 requests, up to 1970-01-01T00:00:09.000Z");
  expect(said).toContain(`tar -xf ${box.path} -C NEW-DATA-DIR`);
});

test("the file is its owner's alone, holds the two and nothing else, and leaves nothing beside it", async () => {
  await using box = await given();
  await writeFile(join(box.dataDir, "gateway.url"), "http://127.0.0.1:4870");
  await runBackup(box);
  const { stdout } = await run("tar", ["-tf", box.path]);
  expect(stdout).toBe("state.db\nhistory.db\n");
  expect((await stat(box.path)).mode & 0o777).toBe(0o600);
  expect(await readdir(box.into)).toEqual(["box.tar"]);
  const before = await readFile(box.path);
  await expect(runBackup(box)).rejects.toMatchObject({ code: "exists" });
  expect(await readFile(box.path)).toEqual(before);
  await runBackup({ ...box, force: true });
  expect(await readdir(box.into)).toEqual(["box.tar"]);
});

test("without a history.db it is state.db alone, and says so; without a state.db it is nothing", async () => {
  await using box = await given();
  await using other = await temporaryDirectory();
  const dataDir = other.path;
  await expect(runBackup({ ...box, dataDir })).rejects.toMatchObject({
    code: "missing",
    message: expect.stringContaining("--data-dir"),
  });
  new DatabaseSync(join(dataDir, "state.db")).exec("CREATE TABLE t (a)");
  await runBackup({ ...box, dataDir });
  expect((await run("tar", ["-tf", box.path])).stdout).toBe("state.db\n");
  expect(box.said[0]).toContain("There was no history.db");
});

test("a damaged one is told of, and no backup is made of it", async () => {
  await using box = await given();
  box.history.db.exec("BEGIN");
  for (let i = 0; i < 5_000; i += 1) box.history.request(`r${i}`, i, i + 5);
  box.history.db.exec("COMMIT");
  box.history[Symbol.dispose]();
  const path = join(box.dataDir, "history.db");
  const bytes = await readFile(path);
  bytes.fill(0x55, bytes.length / 2, bytes.length / 2 + 8_192);
  await writeFile(path, bytes);
  const refused = {
    code: "damaged",
    message: expect.stringMatching(/history\.db is damaged \(.*restore a backup/),
  };
  await expect(runBackup(box)).rejects.toMatchObject(refused);
  await truncate(path, 10_000);
  await writeFile(path, "no database at all ".repeat(600));
  await expect(runBackup(box)).rejects.toMatchObject(refused);
  expect(await readdir(box.into)).toEqual([]);
});

test("where it can't be written it says so before anything is copied", async () => {
  await using box = await given();
  const path = join(box.into, "none", "box.tar");
  await expect(runBackup({ ...box, path })).rejects.toMatchObject({
    code: "unwritable",
    message: expect.stringContaining("Check that its directory is there"),
  });
});
