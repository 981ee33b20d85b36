import type { HeatCell, HeatGrid } from "./heat-grid.ts";

/** Where a key leads from a cell; null where it means nothing here. Without a cell, it begins at the newest. */
export function moveCell(grid: HeatGrid, cell: HeatCell | null, key: string): HeatCell | null {
  const move = moves[key];
  if (move === undefined) return null;
  if (cell === null) return grid.cell(grid.columns - 1, Math.floor((grid.bands - 1) / 2));
  const [columns, bands] = move;
  const column = Math.min(grid.columns - 1, Math.max(0, cell.column + columns));
  const band = Math.min(grid.bands - 1, Math.max(0, cell.band + bands));
  return grid.cell(column, band);
}

const moves: Partial<Record<string, readonly [columns: number, bands: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  Home: [-Infinity, 0],
  End: [Infinity, 0],
};
