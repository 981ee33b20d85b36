import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DiskUse } from "@signalbox/api-contract";
import { expect, it, onTestFinished } from "vitest";
import type { Fact } from "../recorder/index.ts";
import { DiskWatch } from "./disk-watch.ts";

const plenty: DiskUse = { freeBytes: 40e9, totalBytes: 90e9, stateBytes: 0, historyBytes: 0 };

function createWatch(read: () => Promise<DiskUse>) {
  const facts: Fact[] = [];
  let mono = 0;
  const watch = new DiskWatch({
    dataDir: "/",
    state: (fact) => facts.push(fact),
    mono: () => mono,
    read,
  });
  return { watch, facts, pass: (ms: number) => (mono += ms) };
}

it("reads a real disk and the sizes of both databases with their logs", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "signalbox-disk-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  await writeFile(join(dataDir, "state.db"), "x".repeat(1_000));
  await writeFile(join(dataDir, "state.db-wal"), "x".repeat(500));
  const watch = new DiskWatch({ dataDir, state: () => {}, mono: () => 0 });
  expect(watch.use).toBeNull();
  await watch.read();
  expect(watch.use).toMatchObject({ stateBytes: 1_500, historyBytes: 0 });
  expect(watch.use?.totalBytes).toBeGreaterThan(watch.use?.freeBytes ?? 0);
  await rm(dataDir, { recursive: true });
  await watch.read();
  expect(watch.use).toBeNull();
  expect(watch.component()).toMatchObject({ status: "ok", reason: "how full it is is not known" });
});

it("warns once while there is next to no room, and is well when there is", async () => {
  let use = plenty;
  const { watch, facts } = createWatch(() => Promise.resolve(use));
  await watch.read();
  expect(watch.component()).toMatchObject({ status: "ok", reason: "40.0 GB free of 90.0 GB" });
  use = { ...plenty, freeBytes: 30e6 };
  await watch.read();
  await watch.read();
  expect(watch.component()).toMatchObject({ status: "warn" });
  expect(facts).toEqual([expect.objectContaining({ type: "event", level: "warn" })]);
  use = plenty;
  await watch.read();
  expect(watch.component().status).toBe("ok");
});

it("asks a disk that hangs once, and others every ten seconds", async () => {
  const readings: PromiseWithResolvers<DiskUse>[] = [];
  const { watch, pass } = createWatch(() => {
    const reading = Promise.withResolvers<DiskUse>();
    readings.push(reading);
    return reading.promise;
  });
  watch.sample();
  for (let second = 0; second < 60; second += 1) {
    pass(1_000);
    watch.sample();
  }
  expect(readings).toHaveLength(1);
  readings[0]?.resolve(plenty);
  await expect.poll(() => watch.use).toEqual(plenty);
  watch.sample();
  expect(readings).toHaveLength(2);
});
