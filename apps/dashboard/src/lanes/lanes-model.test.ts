import { expect, test } from "vitest";
import { requestRow } from "../requests/request-row.fixture.ts";
import { LanesModel } from "./lanes-model.ts";
import { laneSpan, testNow } from "./lane-spans.fixture.ts";

const state = (at: number, waiting: string) => ({
  bootId: "b",
  at,
  metrics: { uptime: 100 },
  past: null,
  requests: new Map(
    ["x", "y"].map((lane) => {
      const isWaiting = lane === waiting;
      const row = requestRow({
        id: lane,
        lane,
        laneLabel: lane,
        state: isWaiting ? "queued" : "running",
      });
      return [lane, row];
    }),
  ),
  recent: [],
  spans: new Map(
    ["x", "y"].map((lane) => [lane, laneSpan(10, null, { id: lane, lane, requestId: lane })]),
  ),
});
const keys = (model: LanesModel) => model.lanes.map((lane) => lane.key).join(" ");

test("lanes change places at most every other second, and never while held", () => {
  const model = new LanesModel();
  model.update(state(testNow, "x"), false);
  expect(keys(model)).toBe("lane:x lane:y");
  model.update(state(testNow + 500, "y"), false);
  expect(keys(model)).toBe("lane:x lane:y");
  model.update(state(testNow + 2_500, "y"), true);
  expect(keys(model)).toBe("lane:x lane:y");
  model.update(state(testNow + 3_000, "y"), false);
  expect(keys(model)).toBe("lane:y lane:x");
});

test("a full window is sorted into lanes in a fraction of a frame", () => {
  const spans = Array.from({ length: 2_000 }, (_, i) =>
    laneSpan((i % 60) + 1, i % 3 === 0 ? null : i % 60, {
      id: `s${i}`,
      lane: `lane ${i % 150}`,
      requestId: `r${i % 500}`,
    }),
  );
  const full = {
    ...state(testNow, "x"),
    spans: new Map(spans.map((span) => [span.id, span])),
  };
  const model = new LanesModel();
  for (let i = 0; i < 5; i += 1) model.update({ ...full, at: testNow + i }, false);
  const began = process.threadCpuUsage();
  const rounds = 10;
  for (let i = 0; i < rounds; i += 1) model.update({ ...full, at: testNow + i }, false);
  const { user, system } = process.threadCpuUsage(began);
  // Four times a second: 50 ms each would be a fifth of a core. It takes a few, whoever else uses the machine.
  expect((user + system) / 1_000 / rounds).toBeLessThan(50);
});

test("the past has no gap that was seen while live, and tells its own", () => {
  const model = new LanesModel();
  model.update(state(testNow, "x"), false);
  model.update({ ...state(testNow + 90_000, "x"), bootId: "c", metrics: { uptime: 50 } }, false);
  expect(model.gaps).toHaveLength(1);
  const past = { ...state(testNow - 500_000, "x"), past: { gaps: [] } };
  model.update(past, false);
  expect(model.gaps).toEqual([]);
  const gaps = [{ from: testNow - 560_000, to: testNow - 505_000 }];
  model.update({ ...past, past: { gaps } }, false);
  expect(model.gaps).toEqual(gaps);
  model.update({ ...state(testNow + 91_000, "x"), bootId: "c", metrics: { uptime: 51 } }, false);
  expect(model.gaps).toHaveLength(1);
});
