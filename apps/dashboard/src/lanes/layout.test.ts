import { expect, test } from "vitest";
import { hitTest } from "./hit-test.ts";
import { serialBars } from "./bars.ts";
import { barExtent, timeToX, viewportFor, xToTime } from "./geometry.ts";
import { drawnLane, laneSpan, testNow } from "./lane-spans.fixture.ts";
import { layoutLanes } from "./layout.ts";
import { moveSelection } from "./move-selection.ts";

const height = 214;
const view = viewportFor(1_220, height, testNow);
const many = Array.from({ length: 20 }, (_, i) => drawnLane(`lane ${i}`));

test("nine lanes fit in the picture, the rest are one strip", () => {
  expect(layoutLanes(many.slice(0, 9), height).rows).toHaveLength(9);
  expect(layoutLanes(many.slice(0, 9), height).rest).toHaveLength(0);
  const { rows, rest, restY } = layoutLanes(many, height);
  expect(rows).toHaveLength(8);
  expect(rest).toHaveLength(12);
  expect(restY).toBeGreaterThan(rows.at(-1)?.y ?? 0);
});

test("a crowded client takes up to three rows", () => {
  const { rows } = layoutLanes([drawnLane("crowd", { depth: 40 }), ...many], height);
  expect(rows[0]?.height).toBeCloseTo(3 * 21.6);
  expect(rows[1]?.y).toBeCloseTo(6 + 3 * 21.6);
});

test("time and place turn into each other", () => {
  expect(timeToX(view, testNow)).toBeCloseTo(1_208);
  expect(timeToX(view, testNow - 60_000)).toBeCloseTo(150);
  expect(xToTime(view, timeToX(view, testNow - 12_345))).toBeCloseTo(testNow - 12_345, 3);
});

test("bars are cut to the window, and never too thin to see", () => {
  expect(barExtent(view, testNow - 90_000, testNow - 61_000)).toBeNull();
  expect(barExtent(view, testNow - 90_000, testNow - 50_000)?.x).toBeCloseTo(150);
  expect(barExtent(view, testNow - 10_000, testNow - 9_999)?.width).toBe(2);
});

const lane = (key: string, offset: number) =>
  drawnLane(key, {
    bars: serialBars([
      laneSpan(40 + offset, 30 + offset, { id: `${key} early` }),
      laneSpan(20 + offset, 10 + offset, { id: `${key} late` }),
    ]),
  });
const layout = layoutLanes([lane("a", 0), lane("b", 2)], height);

test("a point finds its lane and the bar at it, or within reach", () => {
  const x = timeToX(view, testNow - 35_000);
  expect(hitTest(layout, view, x, 14)).toMatchObject({
    row: { lane: { key: "a" } },
    bar: { span: { id: "a early" } },
  });
  const justOff = timeToX(view, testNow - 30_000) + 2;
  expect(hitTest(layout, view, justOff, 14)?.bar?.span.id).toBe("a early");
  expect(hitTest(layout, view, justOff + 20, 14)).toMatchObject({ bar: null });
  expect(hitTest(layout, view, x, 36)?.row.lane.key).toBe("b");
  expect(hitTest(layout, view, x, 200)).toBeNull();
});

test("arrows go along a lane, and across to what ran at the time", () => {
  const first = moveSelection(layout, null, "down", testNow);
  expect(first).toEqual({ laneKey: "a", spanId: "a late" });
  const left = moveSelection(layout, first, "left", testNow);
  expect(left?.spanId).toBe("a early");
  expect(moveSelection(layout, left, "left", testNow)?.spanId).toBe("a early");
  expect(moveSelection(layout, left, "down", testNow)?.spanId).toBe("b early");
  expect(moveSelection(layout, left, "last", testNow)?.spanId).toBe("a late");
  expect(moveSelection(layout, left, "up", testNow)).toEqual(left);
});

test("where there is no lane nothing is selected", () => {
  expect(moveSelection(layoutLanes([], height), null, "down", testNow)).toBeNull();
});
