import type { Statements } from "./statements.ts";

export interface SessionsQuery {
  readonly limit: number;
  /** Those that were quiet before it; null for the last ones. */
  readonly before: SessionPlace | null;
  /** This one alone, of whatever client. */
  readonly sessionId?: string | undefined;
}

export interface SessionPlace {
  readonly lastAt: number;
  readonly clientId: string;
  readonly sessionId: string;
}

/** What the requests of one session came to. */
export interface SessionSums extends SessionPlace {
  readonly client: string;
  readonly firstAt: number;
  readonly requests: number;
  readonly failed: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
  /** Requests with no known price. */
  readonly unpriced: number;
}

/** Sessions whose requests are kept, those that something ended in last first. */
export function readSessions(
  statements: Statements,
  { limit, before, sessionId }: SessionsQuery,
): SessionSums[] {
  const { lastAt, clientId, sessionId: lastSession } = before ?? newest;
  const rows =
    sessionId === undefined
      ? statements
          .get(
            `SELECT * FROM sessions WHERE (last_at, client_id, session_id) < (?, ?, ?)
             ORDER BY last_at DESC, client_id DESC, session_id DESC LIMIT ?`,
          )
          .all(lastAt, clientId, lastSession, limit)
      : statements
          .get("SELECT * FROM sessions WHERE session_id = ? ORDER BY last_at DESC LIMIT ?")
          .all(sessionId, limit);
  return rows.map(toSums);
}

const newest: SessionPlace = { lastAt: Number.MAX_SAFE_INTEGER, clientId: "", sessionId: "" };

function toSums(row: Record<string, unknown>): SessionSums {
  return {
    lastAt: Number(row["last_at"]),
    clientId: String(row["client_id"]),
    sessionId: String(row["session_id"]),
    client: String(row["client"]),
    firstAt: Number(row["first_at"]),
    requests: Number(row["requests"]),
    failed: Number(row["failed"]),
    inputTokens: Number(row["input_tokens"]),
    outputTokens: Number(row["output_tokens"]),
    costUsd: Number(row["cost_usd"]),
    unpriced: Number(row["unpriced"]),
  };
}
