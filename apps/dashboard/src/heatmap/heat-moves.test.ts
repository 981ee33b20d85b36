import { expect, test } from "vitest";
import { HeatGrid } from "./heat-grid.ts";
import { moveCell } from "./heat-moves.ts";

const map = {
  stepMs: 10,
  t: [0, 10, 20],
  bounds: [1, 2, 4, 8],
  counts: [
    [0, 1, 2],
    [3, 4, 5],
    [6, 7, 8],
  ],
  gaps: [],
};
const grid = new HeatGrid(map, { width: 100, height: 100 });

test("keys walk from the newest cell, and stay within the map", () => {
  const walk = (keys: readonly string[]) =>
    keys.reduce((cell: ReturnType<typeof moveCell>, key) => moveCell(grid, cell, key) ?? cell, null)
      ?.count;
  expect(walk(["End"])).toBe(7);
  expect(walk(["ArrowLeft", "ArrowLeft"])).toBe(4);
  expect(walk(["End", "ArrowUp", "ArrowUp", "ArrowUp"])).toBe(8);
  expect(walk(["End", "Home", "ArrowDown", "ArrowLeft"])).toBe(0);
  expect(moveCell(grid, null, "j")).toBeNull();
});
