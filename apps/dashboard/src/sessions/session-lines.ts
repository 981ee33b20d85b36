import type { RequestRow, SessionRow } from "@signalbox/api-contract";

/** A session as a row of the page: what is kept of it, and what it does now. */
export type SessionLine = Omit<SessionRow, "cursor"> & { readonly inFlight: number };

export function lineKey({
  clientId,
  sessionId,
}: Pick<SessionRow, "clientId" | "sessionId">): string {
  return `${clientId} ${sessionId}`;
}

/** Whose key it is; null where it is none. A client's id has no space in it. */
export function sessionOfKey(
  key: string | undefined,
): Pick<SessionRow, "clientId" | "sessionId"> | null {
  const space = key?.indexOf(" ") ?? -1;
  if (key === undefined || space === -1) return null;
  return { clientId: key.slice(0, space), sessionId: key.slice(space + 1) };
}

/**
 * Sessions with how many of their requests are in flight. One whose first request is still in flight is
 * known by that alone, and comes first.
 */
export function sessionLines(
  listed: readonly SessionRow[],
  inFlight: Iterable<RequestRow>,
  isShown: (line: SessionLine) => boolean,
): SessionLine[] {
  const running = new Map<string, RequestRow[]>();
  for (const row of inFlight) {
    if (row.oneShot) continue;
    const key = lineKey(row);
    running.set(key, [...(running.get(key) ?? []), row]);
  }
  const lines = listed.map((row) => {
    const key = lineKey(row);
    const count = running.get(key)?.length ?? 0;
    running.delete(key);
    return { ...row, inFlight: count };
  });
  const begun = running.values().map(begunLine).filter(isShown);
  return [...begun, ...lines];
}

function begunLine(requests: readonly RequestRow[]): SessionLine {
  const [first] = requests;
  if (first === undefined) throw new Error("A session in flight has a request.");
  const { sessionId, client, clientId, lane } = first;
  const createdAt = Math.min(...requests.map(({ startedAt }) => startedAt));
  return {
    sessionId,
    client,
    clientId,
    lane,
    messages: 0,
    createdAt,
    updatedAt: createdAt,
    requests: 0,
    failed: 0,
    inputTokens: 0,
    outputTokens: 0,
    costUsd: null,
    unpriced: 0,
    inFlight: requests.length,
  };
}
