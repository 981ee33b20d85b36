import { EventEmitter } from "node:events";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { goneOnSignal } from "./gone-on-signal.ts";

class Signalled extends EventEmitter {
  readonly pid = 7;
  readonly kill = vi.fn<(pid: number, signal: NodeJS.Signals) => void>();
}

test("a signal takes the path away, and then does what it does without", async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, "half");
  await mkdir(path);
  await writeFile(join(path, "state.db"), "copied so far");
  const process = new Signalled();
  using _gone = goneOnSignal(path, process);
  process.emit("SIGTERM");
  expect(await readdir(directory.path)).toEqual([]);
  expect(process.kill.mock.calls).toEqual([[7, "SIGTERM"]]);
  expect(process.eventNames()).toEqual([]);
});

test("once disposed it listens to nothing", async () => {
  await using directory = await temporaryDirectory();
  const process = new Signalled();
  goneOnSignal(directory.path, process)[Symbol.dispose]();
  expect(process.eventNames()).toEqual([]);
});
