import type { RequestRow } from "@signalbox/api-contract";

/**
 * Of finished requests, those that finished within a window. One that finished later was in flight at its
 * end, and is told as it was then.
 */
export function withinWindow(
  rows: readonly RequestRow[],
  { from, to }: { readonly from: number; readonly to: number },
): RequestRow[] {
  return rows.filter(({ endedAt }) => endedAt === null || (endedAt >= from && endedAt <= to));
}
