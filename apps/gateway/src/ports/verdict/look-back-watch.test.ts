import { expect, it, vi } from "vitest";
import { LookBackWatch } from "./look-back-watch.ts";

function createScene() {
  let mono = 0;
  const clock = { now: () => 1_700_000_000_000 + mono, mono: () => mono };
  const empty = { steps: 0, known: new Uint8Array(), wishes: [], gaps: [] };
  const rollups = vi.fn(() => Promise.resolve(empty));
  const watch = new LookBackWatch({ clock, history: () => ({ rollups }) });
  return {
    watch,
    rollups,
    pass: (ms: number) => (mono += ms),
    settled: () => vi.waitFor(() => expect(watch.current()).not.toBeNull()),
  };
}

it("waits for nobody, and reads again while somebody asks", async () => {
  const { watch, rollups, pass, settled } = createScene();
  expect(watch.current()).toBeNull();
  await settled();
  const once = rollups.mock.calls.length;
  pass(19_000);
  watch.current();
  expect(rollups).toHaveBeenCalledTimes(once);
  pass(1_000);
  watch.current();
  expect(rollups).toHaveBeenCalledTimes(2 * once);
});

it("forgets what it read a minute ago", async () => {
  const { watch, pass, settled } = createScene();
  watch.current();
  await settled();
  pass(60_000);
  expect(watch.current()).toBeNull();
  await settled();
});

it("outlives a file that can't be read, and keeps what it had for a while", async () => {
  const { watch, rollups, pass, settled } = createScene();
  watch.current();
  await settled();
  rollups.mockRejectedValue(new Error("no disk"));
  pass(30_000);
  expect(watch.current()).not.toBeNull();
  await vi.waitFor(() => {
    pass(20_000);
    expect(watch.current()).toBeNull();
  });
  rollups.mockResolvedValue({ steps: 0, known: new Uint8Array(), wishes: [], gaps: [] });
  await vi.waitFor(() => {
    pass(20_000);
    expect(watch.current()).not.toBeNull();
  });
});
