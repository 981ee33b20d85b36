import type { RequestRow } from "@signalbox/api-contract";

/** The finished request that ended nearest to `t`, and within two steps of it. */
export function nearestRequest(
  recent: readonly RequestRow[],
  t: number,
  isFailed: boolean,
  stepMs: number,
): string | null {
  const distance = ({ endedAt }: RequestRow) => Math.abs((endedAt ?? 0) - t);
  const [nearest] = recent
    .filter(({ outcome }) => !isFailed || outcome === "failed")
    .toSorted((a, b) => distance(a) - distance(b));
  return nearest !== undefined && distance(nearest) <= 2 * stepMs ? nearest.id : null;
}
