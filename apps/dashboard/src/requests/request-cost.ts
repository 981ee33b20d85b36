import type { RequestDetail, RequestRow } from "@signalbox/api-contract";

/** What is known of a request's cost, and how many of its calls have no known price. */
export interface RequestCost {
  readonly usd: number | null;
  readonly unpriced: number;
}

/**
 * A request's cost is told as one figure only where all of it is known. Where a call has no known price, that
 * of the others is at least what it cost.
 */
export function requestCost(
  { costUsd }: Pick<RequestRow, "costUsd">,
  detail: Pick<RequestDetail, "spans"> | null,
): RequestCost {
  if (costUsd !== null || detail === null) return { usd: costUsd, unpriced: 0 };
  const calls = detail.spans.filter(({ kind }) => kind === "attempt");
  const known = calls.flatMap((call) => call.costUsd ?? []);
  const unpriced = calls.filter((call) => call.status === "ok" && call.costUsd === null).length;
  const usd = known.reduce((sum, cost) => sum + cost, 0);
  return { usd: usd === 0 ? null : usd, unpriced };
}
