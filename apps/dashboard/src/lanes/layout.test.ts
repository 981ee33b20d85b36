import { expect, test } from "vitest";
import { hitTest } from "./hit-test.ts";
import { serialBars } from "./bars.ts";
import { barExtent, timeToX, viewportFor, xToTime } from "./geometry.ts";
import { drawnLane, laneSpan, testNow } from "./lane-spans.fixture.ts";
import { layoutLanes, layoutScrolled, scrollTo } from "./layout.ts";
import { moveSelection } from "./move-selection.ts";

const height = 214;
const view = viewportFor({ width: 1_220, height, end: testNow, spanMs: 60_000 });
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

test("beside the time axis a point is on a lane's name, or on what it waits for", () => {
  const wide = viewportFor({
    width: 1_220,
    height,
    end: testNow,
    spanMs: 60_000,
    hasGutter: true,
  });
  expect(hitTest(layout, wide, 40, 14)).toMatchObject({ part: "name", bar: null });
  expect(hitTest(layout, wide, 1_100, 14)).toMatchObject({
    part: "standing",
    row: { lane: { key: "a" } },
  });
});

const sight = { begin: testNow - 60_000, end: testNow };
const lanes = layout.rows.map(({ lane: one }) => one);

test("arrows go along a lane, and across to what ran at the time", () => {
  const first = moveSelection(lanes, null, "down", sight);
  expect(first).toEqual({ laneKey: "a", spanId: "a late" });
  const left = moveSelection(lanes, first, "left", sight);
  expect(left?.spanId).toBe("a early");
  expect(moveSelection(lanes, left, "left", sight)?.spanId).toBe("a early");
  expect(moveSelection(lanes, left, "down", sight)?.spanId).toBe("b early");
  expect(moveSelection(lanes, left, "last", sight)?.spanId).toBe("a late");
  expect(moveSelection(lanes, left, "up", sight)).toEqual(left);
  const earlier = { begin: testNow - 60_000, end: testNow - 25_000 };
  expect(moveSelection(lanes, left, "last", earlier)?.spanId).toBe("a early");
});

test("where there is no lane nothing is selected", () => {
  expect(moveSelection([], null, "down", sight)).toBeNull();
});

test("of thousands of lanes those in sight are placed, the others are one strip", () => {
  const thousands = Array.from({ length: 2_000 }, (_, i) => drawnLane(`lane ${i}`));
  const top = layoutScrolled(thousands, height, 0);
  expect(top.rows[0]).toMatchObject({ lane: { key: "lane 0" }, y: 6 });
  expect(top.rows.length + top.rest.length).toBe(2_000);
  expect(top.rows.length).toBeLessThan(12);
  const middle = layoutScrolled(thousands, height, 1_000 * 21.6);
  expect(middle.rows[0]?.lane.key).toBe("lane 1000");
  const end = layoutScrolled(thousands, height, top.scrollHeight);
  expect(end.rows.at(-1)?.lane.key).toBe("lane 1999");
  expect(end.rows.at(-1)?.y).toBeLessThanOrEqual(end.restY - 21);
});

test("few lanes have nothing to scroll through and no strip", () => {
  const { rows, rest, scrollHeight } = layoutScrolled(many.slice(0, 9), height, 50);
  expect([rows.length, rest.length, scrollHeight, rows[0]?.y]).toEqual([9, 0, height, 6]);
});

test("a lane out of sight is scrolled to, one in sight is left where it is", () => {
  expect(scrollTo(many, height, 0, "lane 3")).toBe(0);
  const down = scrollTo(many, height, 0, "lane 15");
  expect(layoutScrolled(many, height, down).rows.map(({ lane: one }) => one.key)).toContain(
    "lane 15",
  );
  expect(scrollTo(many, height, down, "lane 2")).toBeCloseTo(2 * 21.6);
  expect(scrollTo(many, height, 7, "gone")).toBe(7);
});
