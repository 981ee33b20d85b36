import { expect, test } from "vitest";
import { durationTicks, HeatGrid } from "./heat-grid.ts";

const map = {
  stepMs: 10_000,
  t: [100_000, 110_000, 120_000, 130_000],
  bounds: [64, 128, 256],
  counts: [[1, 0], null, [0, 7], [2, 2]],
  gaps: [],
};
// The area within the axes is 400 by 200.
const grid = new HeatGrid(map, { width: 454, height: 230 });

test("a point is in the cell whose box holds it, the quickest at the bottom", () => {
  for (let column = 0; column < 4; column += 1) {
    for (let band = 0; band < 2; band += 1) {
      const { x, y, width, height } = grid.box({ column, band });
      const found = grid.cellAt(x + width / 2, y + height / 2);
      expect(found).toEqual(grid.cell(column, band));
    }
  }
  expect(grid.cellAt(0, 1_000)).toMatchObject({ column: 0, band: 0, count: 1 });
  expect(grid.cell(2, 1)).toEqual({
    column: 2,
    band: 1,
    from: 120_000,
    to: 130_000,
    minMs: 128,
    maxMs: 256,
    count: 7,
  });
  expect(grid.cell(1, 0)?.count).toBeNull();
  expect(grid.most).toBe(7);
});

test("time runs over the whole width, and durations by their logarithm", () => {
  expect(grid.timeAt(46)).toBe(100_000);
  expect(grid.timeAt(46 + 400)).toBe(140_000);
  expect(grid.xOf(120_000)).toBe(246);
  expect(grid.xOf(150_000)).toBeNull();
  expect(grid.yOf(128)).toBeCloseTo(108);
  expect(grid.yOf(300)).toBeNull();
  expect(durationTicks(grid, 20)).toEqual([100, 200]);
});

test("nothing at all has no cells", () => {
  const empty = new HeatGrid({ ...map, t: [], bounds: [], counts: [] }, { width: 10, height: 10 });
  expect(empty.cellAt(5, 5)).toBeNull();
  expect(durationTicks(empty, 20)).toEqual([]);
});
