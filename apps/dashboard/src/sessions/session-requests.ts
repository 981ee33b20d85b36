import type { RequestRow } from "@signalbox/api-contract";

export function isOfSession(
  row: RequestRow,
  sessionId: string,
  clientId: string | undefined,
): boolean {
  if (row.oneShot || row.sessionId !== sessionId) return false;
  return clientId === undefined || row.clientId === clientId;
}

/** Those of a session's lane, in the order they came; of a past moment, those that had come by then. */
export function requestsOfSession(
  rows: readonly RequestRow[],
  lane: string | undefined,
  at: number | undefined,
): RequestRow[] {
  return rows
    .filter((row) => row.lane === lane && row.startedAt <= (at ?? Infinity))
    .toSorted((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
}
