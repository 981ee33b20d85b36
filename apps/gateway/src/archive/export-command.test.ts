import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { runExport, type ExportCommand } from "./export-command.ts";
import { StoredHistory } from "./testing/stored-history.ts";

const flags = {
  from: undefined,
  to: undefined,
  format: undefined,
  what: "requests",
  file: undefined,
  force: false,
};

/** A stored history that takes many pieces to tell. */
async function given() {
  await using owned = new AsyncDisposableStack();
  const { path: dataDir } = owned.use(await temporaryDirectory());
  const history = owned.use(new StoredHistory(join(dataDir, "history.db")));
  history.db.exec("BEGIN");
  for (let i = 0; i < 3_000; i += 1) history.request(`r${i}`, i, i + 5);
  history.db.exec("COMMIT");
  const rest = owned.move();
  const notes: string[] = [];
  const run = (output: Writable, more: Partial<ExportCommand> = {}) =>
    runExport({
      dataDir,
      flags,
      now: 1_000_000,
      output,
      note: (line) => notes.push(line),
      ...more,
    });
  return { dataDir, history, notes, run, [Symbol.asyncDispose]: () => rest.disposeAsync() };
}

/** Takes a piece at a time, slowly, and knows how much waited for it at most. */
class SlowOutput extends Writable {
  readonly pieces: string[] = [];
  mostWaiting = 0;

  constructor() {
    super({ decodeStrings: false, highWaterMark: 1 });
  }

  override _write(piece: string, _encoding: unknown, done: () => void): void {
    setImmediate(() => {
      this.mostWaiting = Math.max(this.mostWaiting, this.writableLength - piece.length);
      this.pieces.push(piece);
      done();
    });
  }
}

test("a slow reader gets all of it, and a piece only when it has taken the one before", async () => {
  await using box = await given();
  const output = new SlowOutput();
  await box.run(output);
  await expect.poll(() => output.writableLength).toBe(0);
  expect(output.pieces.length).toBeGreaterThan(10);
  expect(output.mostWaiting).toBe(0);
  expect(output.pieces.join("").trimEnd().split("\n")).toHaveLength(3_000);
});

test("a reader that leaves ends it without a word; any other fault of it is told", async () => {
  await using box = await given();
  let pieces = 0;
  const failing = (code: string) =>
    new Writable({
      write(_piece, _encoding, done) {
        pieces += 1;
        done(Object.assign(new Error(`write ${code}`), { code, syscall: "write" }));
      },
    });
  await box.run(failing("EPIPE"));
  expect(pieces).toBe(1);
  expect(box.notes).toEqual([]);
  await expect(box.run(failing("ENOSPC"))).rejects.toMatchObject({
    code: "unwritable",
    message: expect.stringMatching(/standard output can't be written \(write ENOSPC\)/),
  });
});

test("a file that could not be written whole is not there", async () => {
  await using box = await given();
  await using into = await temporaryDirectory();
  const file = join(into.path, "all.jsonl");
  const output = new SlowOutput();
  await box.run(output, { flags: { ...flags, file } });
  expect(box.notes).toEqual([`Exported to ${file}.`]);
  expect((await readFile(file, "utf8")).trimEnd().split("\n")).toHaveLength(3_000);
  box.history.db.exec("DROP TABLE gaps");
  const other = join(into.path, "other.jsonl");
  await expect(box.run(output, { flags: { ...flags, file: other } })).rejects.toMatchObject({
    code: "unreadable",
  });
  expect(await readdir(into.path)).toEqual(["all.jsonl"]);
});

test.each([
  [1, /an earlier version of Signalbox \(its format is 1, .*Start this version on it once/],
  [99, /a later version of Signalbox \(its format is 99, .*Export with that version/],
])("a history.db of format %d is refused with what to do", async (version, message) => {
  await using box = await given();
  box.history.db.exec(`PRAGMA user_version = ${version}`);
  await expect(box.run(new SlowOutput())).rejects.toMatchObject({
    code: "other_version",
    message: expect.stringMatching(message),
  });
});
