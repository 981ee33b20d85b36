import { valueOf } from "./mapping.ts";

/** What a sketch knows beside its cells. */
export interface SketchSums {
  /** Observations, zeros included. */
  readonly count: number;
  readonly zeros: number;
  readonly min: number;
  readonly max: number;
}

/** Where the observations above zero are. */
export interface RankedCells {
  /** The cell that holds the `rank`-th smallest count, from 1; −1 where there are fewer. */
  cellAtRank(rank: number, sums: SketchSums): number;
}

/**
 * The smallest value such that at least the share `q` (0 … 1, clamped) of the observations is at or below
 * it: rank ⌈q · count⌉. NaN while there is no observation or where `q` is NaN.
 */
export function valueAt(q: number, sums: SketchSums, cells: RankedCells): number {
  const { count, zeros, min, max } = sums;
  if (count === 0 || Number.isNaN(q)) return Number.NaN;
  if (q <= 0) return min;
  if (q >= 1) return max;
  // 0.07 · 100 is a hair above 7 in float64; without the allowance the rank would be 8.
  const rank = Math.max(1, Math.ceil(q * count * (1 - 4 * Number.EPSILON)));
  if (rank >= count) return max;
  if (rank <= zeros) return 0;
  const cell = cells.cellAtRank(rank - zeros, sums);
  if (cell < 0) return max;
  return Math.min(max, Math.max(min, valueOf(cell)));
}
