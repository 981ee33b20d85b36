import type { RequestRow } from "@signalbox/api-contract";

/**
 * By their ids, what is in flight, what has just ended and what history knows. Where one request is in more
 * than one, the live state knows best, and one that ended is never shown as running.
 */
export function mergeRequests(
  inFlight: Iterable<RequestRow>,
  ended: Iterable<RequestRow>,
  listed: Iterable<RequestRow>,
): Map<string, RequestRow> {
  const byId = new Map<string, RequestRow>();
  for (const row of listed) if (row.state === "ended") byId.set(row.id, row);
  for (const row of inFlight) byId.set(row.id, row);
  for (const row of ended) byId.set(row.id, row);
  return byId;
}
