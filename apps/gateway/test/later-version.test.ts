import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { runToEnd, startProcess } from "./gateway-process.ts";

const later = 999;

/** A directory that a gateway was killed on, so that its logs stand beside its files. */
async function killedDirectory() {
  const directory = await temporaryDirectory();
  await using running = await startProcess(directory.path);
  running.child.kill("SIGKILL");
  await running.ended;
  return directory;
}

async function hashesOf(directory: string): Promise<Map<string, string>> {
  const names = ["state.db", "history.db"].flatMap((name) => [name, `${name}-wal`]);
  const read = async (name: string): Promise<[string, string]> => {
    const bytes = await readFile(join(directory, name)).catch(() => null);
    return [
      name,
      createHash("sha256")
        .update(bytes ?? "")
        .digest("hex"),
    ];
  };
  return new Map(await Promise.all(names.map(read)));
}

it.each([
  ["state.db", /Start that version again, or restore a backup from before the update/],
  ["history.db", /Start that version again, or move history\.db, .* away to begin a new history/],
] as const)(
  "a %s of a later version is refused with what to do",
  async (name, advice) => {
    await using directory = await killedDirectory();
    const { path } = directory;
    const file = join(path, name);
    {
      using db = new DatabaseSync(file);
      db.exec(`PRAGMA user_version = ${later}`);
    }
    const before = await hashesOf(path);
    const refused = await runToEnd(["--port", "0", "--data-dir", path], path);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toContain(`${file} was written by a later version of Signalbox`);
    expect(refused.stderr).toContain(String(later));
    expect(refused.stderr).toMatch(advice);
    expect(refused.stderr).not.toContain("    at ");
    if (name === "history.db") return;
    const after = await hashesOf(path);
    expect(after.get("state.db")).toBe(before.get("state.db"));
    expect(after.get("state.db-wal")).toBe(before.get("state.db-wal"));
  },
  60_000,
);

it("a history.db of a later version is left as it is", async () => {
  await using directory = await killedDirectory();
  const { path } = directory;
  {
    using db = new DatabaseSync(join(path, "history.db"));
    db.exec(`PRAGMA user_version = ${later}`);
  }
  const before = await hashesOf(path);
  await runToEnd(["--port", "0", "--data-dir", path], path);
  const after = await hashesOf(path);
  expect(after.get("history.db")).toBe(before.get("history.db"));
  expect(after.get("history.db-wal")).toBe(before.get("history.db-wal"));
}, 60_000);

it("a config that knows more than this version ends with 78, naming the key, and is left as it is", async () => {
  await using directory = await temporaryDirectory();
  const file = join(directory.path, "signalbox.yaml");
  const config = "lanes: { concurrency: 3 }\nteleport: { enabled: true }\n";
  await writeFile(file, config);
  const refused = await runToEnd(["--port", "0", "--data-dir", directory.path], directory.path);
  expect(refused).toMatchObject({ code: 78, stdout: "" });
  expect(refused.stderr).toMatch(/signalbox\.yaml:2: .*teleport/);
  expect(refused.stderr).not.toContain("    at ");
  expect(await readFile(file, "utf8")).toBe(config);
}, 60_000);
