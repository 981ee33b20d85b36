import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { HeldDatabase } from "./snapshot.ts";
import { StoredHistory } from "./testing/stored-history.ts";

test("a copy is of the moment from which it was held, and has no name on the disk any more", async () => {
  await using directory = await temporaryDirectory();
  await using into = await temporaryDirectory();
  const path = join(directory.path, "history.db");
  using history = new StoredHistory(path);
  history.request("before", 1, 2);
  using held = new HeldDatabase(path);
  history.request("after", 3, 4);
  await using snapshot = await held.copyInto(into.path);
  expect(snapshot.db.prepare("SELECT id FROM requests").all()).toEqual([{ id: "before" }]);
  expect(await readdir(into.path)).toEqual([]);
  expect(snapshot.bytes).toBe((await snapshot.file.readFile()).length);
  // Let go of, the log can be written back again.
  held[Symbol.dispose]();
  expect(history.db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()).toMatchObject({ busy: 0 });
});
