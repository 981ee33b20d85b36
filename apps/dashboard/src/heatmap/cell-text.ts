import { formatCount, formatDuration } from "../figures/figures.ts";
import { pointLabel } from "../charts/index.ts";
import type { HeatCell } from "./heat-grid.ts";

/** `14:02:00 to 14:02:10, 237 ms to 316 ms: 12 calls`. */
export function cellText(cell: HeatCell, times: readonly number[]): string {
  const { from, to, minMs, maxMs, count } = cell;
  const when = `${pointLabel(from, times)} to ${pointLabel(to, times)}`;
  return `${when}, ${formatDuration(minMs)} to ${formatDuration(maxMs)}: ${countText(count)}`;
}

function countText(count: number | null): string {
  if (count === null) return "nothing is known";
  return count === 1 ? "1 call" : `${formatCount(count)} calls`;
}
