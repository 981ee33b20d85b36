import type { HistorySeries } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { countAll, countDimension } from "./count-evidence.ts";

function series(steps: Readonly<Record<string, readonly (number | null)[]>>): HistorySeries {
  const groups = Object.entries(steps).map(([value, values]) => ({ value, values: [...values] }));
  return { kind: "counter", stepMs: 10_000, t: [0, 10_000], groups, more: 0, gaps: [] };
}

const byChannel = {
  requests: series({ openai: [20, 12], webhook: [10, null] }),
  failures: series({ openai: [0, 10] }),
  cancelled: series({ openai: [2, 0] }),
};

test("what was cancelled is no failure, and no success", () => {
  expect(countAll(byChannel)).toEqual({ ended: 40, failed: 10 });
});

test("each value's share of the failed stands against its share of the rest", () => {
  const all = countAll(byChannel);
  const byModel = {
    requests: series({ "p/calm": [20, 0], "p/torn": [10, 12], "p/unused": [0, 0] }),
    failures: series({ "p/torn": [0, 9], "p/calm": [1, 0] }),
    cancelled: series({ "p/torn": [2, 0] }),
  };
  expect(countDimension("model", byModel, all).values).toEqual([
    { value: "p/torn", ended: 20, failed: 9, shareOfFailed: 0.9, shareOfRest: 11 / 30 },
    { value: "p/calm", ended: 20, failed: 1, shareOfFailed: 0.1, shareOfRest: 19 / 30 },
  ]);
});

test("where everything failed there is no rest to compare with", () => {
  const one = {
    requests: series({ x: [3, 0] }),
    failures: series({ x: [3, 0] }),
    cancelled: series({}),
  };
  const [value] = countDimension("client", one, countAll(one)).values;
  expect(value).toMatchObject({ shareOfFailed: 1, shareOfRest: null });
});

test("where nothing failed, what ended most comes first", () => {
  const calm = {
    requests: series({ few: [2, 0], many: [9, 0] }),
    failures: series({}),
    cancelled: series({}),
  };
  const { values } = countDimension("agent", calm, countAll(calm));
  expect(values.map(({ value }) => value)).toEqual(["many", "few"]);
});
