import { expect, test } from "vitest";
import {
  errorCountInput,
  errorGroupsInput,
  eventsInput,
  heatmapInput,
  historySeriesInput,
  laneSpansInput,
  marksInput,
  overviewInput,
  requestListInput,
  sessionListInput,
} from "../src/index.ts";

test("a series is asked for by name, over a window that runs forward", () => {
  const window = { from: 0, to: 60_000 };
  const { maxPoints, quantiles } = historySeriesInput.parse({ metric: "ttft", ...window });
  expect([maxPoints, quantiles]).toEqual([240, [0.5, 0.95, 0.99]]);
  for (const [wrong, why] of [
    [{ metric: "nothing", ...window }, "Invalid option"],
    [{ metric: "ttft", from: 60_000, to: 0 }, "from lies after to"],
    [{ metric: "ttft", ...window, values: ["a"] }, "values of what"],
    [{ metric: "ttft", ...window, maxPoints: 1_501 }, "1500"],
  ] as const) {
    expect(historySeriesInput.safeParse(wrong).error?.message).toContain(why);
  }
});

test.for([
  ["errors.count", errorCountInput],
  ["errors.groups", errorGroupsInput],
  ["events.list", eventsInput],
  ["history.heatmap", heatmapInput],
  ["history.marks", marksInput],
  ["history.overview", overviewInput],
  ["lanes.spans", laneSpansInput],
  ["requests.list", requestListInput],
  ["sessions.list", sessionListInput],
] as const)("a window that ends before it begins is refused by %s", ([, input]) => {
  const rest =
    input === heatmapInput ? { metric: "ttft", provider: "local", model: "swift-1" } : {};
  const backwards = input.safeParse({ from: 60_000, to: 0, ...rest });
  expect(backwards.error?.message).toContain("from lies after to");
  expect(input.safeParse({ from: 0, to: 0, ...rest }).success).toBe(true);
});
