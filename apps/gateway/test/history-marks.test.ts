import { performance } from "node:perf_hooks";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { version } from "../src/version.ts";
import { startFromFile, writeConfig } from "./start-from-file.ts";

const agents = (name: string) => ({
  agents: { [name]: { model: "practice/swift-1", tools: [] } },
});
/** A busy machine makes stalls of its own. */
const planned: readonly string[] = ["start", "config"];
const stallMs = 1_000;
const soon = { timeout: 10_000, interval: 50 };
const patient = { timeout: 30_000, interval: 1_000 };

it("tells starts, changes of the config and stalls of a window, over a restart", async () => {
  await using directory = await temporaryDirectory();
  const from = Date.now();
  await writeConfig(directory.path, agents("first"));
  {
    await using gateway = await startFromFile(directory.path);
    const of = async (kinds: readonly string[]) =>
      (await gateway.admin.history.marks.query({ from, to: Date.now() })).marks.filter((mark) =>
        kinds.includes(mark.kind),
      );
    await expect.poll(() => of(planned), soon).toMatchObject([{ kind: "start", label: version }]);
    await writeConfig(directory.path, agents("second"));
    await expect
      .poll(() => of(planned), soon)
      .toMatchObject([
        { kind: "start" },
        {
          kind: "config",
          label: expect.stringMatching(/^agents added second removed first/),
          durationMs: null,
        },
      ]);
    const standStill = (): void => {
      const until = performance.now() + stallMs;
      while (performance.now() < until);
    };
    await expect
      .poll(async () => {
        // The gateway runs in this process: it stands still too.
        standStill();
        return Math.max(0, ...(await of(["stall"])).map((mark) => mark.durationMs ?? 0));
      }, patient)
      .toBeGreaterThan(stallMs - 100);
  }
  const to = Date.now();
  await using gateway = await startFromFile(directory.path);
  const kinds = async (window: { from: number; to: number }) =>
    (await gateway.admin.history.marks.query(window)).marks
      .map(({ kind }) => kind)
      .filter((kind) => planned.includes(kind));
  await expect
    .poll(() => kinds({ from, to: Date.now() }), soon)
    .toEqual(["start", "config", "start"]);
  expect(await kinds({ from, to })).toEqual(["start", "config"]);
  expect(await kinds({ from: 0, to: from - 60_000 })).toEqual([]);
});
