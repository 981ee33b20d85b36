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
 * Sessions with how many of their requests are in flight: those that have any come first, the newest of them
 * on top. One whose first request is still in flight is known by that alone.
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
    const known = running.get(key);
    if (known === undefined) running.set(key, [row]);
    else known.push(row);
  }
  const busy: Busy[] = [];
  const idle: SessionLine[] = [];
  for (const row of listed) {
    const key = lineKey(row);
    const requests = running.get(key);
    if (requests === undefined) idle.push({ ...row, inFlight: 0 });
    else busy.push({ line: { ...row, inFlight: requests.length }, since: newestOf(requests) });
    running.delete(key);
  }
  for (const requests of running.values()) {
    const line = begunLine(requests);
    if (isShown(line)) busy.push({ line, since: newestOf(requests) });
  }
  return [...busy.toSorted((a, b) => b.since - a.since).map(({ line }) => line), ...idle];
}

interface Busy {
  readonly line: SessionLine;
  /** When its newest request in flight came. */
  readonly since: number;
}

function newestOf(requests: readonly RequestRow[]): number {
  return requests.reduce((newest, { startedAt }) => Math.max(newest, startedAt), 0);
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
