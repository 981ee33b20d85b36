import { CELLS, CELLS_PER_OCTAVE, lowerBoundOf } from "./mapping.ts";

/** Bands are thirds of an octave, each of whole cells: what a sketch counts in them is exact. */
const PER_OCTAVE = 3;

const CELLS_PER_BAND: number = CELLS_PER_OCTAVE / PER_OCTAVE;

/** How many there are, from the smallest value that is told apart to the largest. */
export const BANDS: number = CELLS / CELLS_PER_BAND;

/** Consecutive bands, by the number of the first. */
export interface BandRange {
  readonly first: number;
  readonly count: number;
}

/** Counts a cell in its band's place; what lies before or beyond counts in the outermost. */
export function countIn(into: Float64Array, cell: number, first: number, count: number): void {
  const band = Math.floor(cell / CELLS_PER_BAND) - first;
  const place = Math.min(into.length - 1, Math.max(0, band));
  into[place] = (into[place] ?? 0) + count;
}

/** The smallest value in a band; that of the next one is its end. */
export function bandFrom(band: number): number {
  return lowerBoundOf(band * CELLS_PER_BAND);
}
