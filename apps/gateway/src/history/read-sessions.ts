import type { SessionListInput } from "@signalbox/api-contract";
import type { Statements } from "./statements.ts";

export interface SessionsQuery {
  readonly limit: number;
  /** Those that were quiet before it; null for the last ones. */
  readonly before: SessionPlace | null;
  /** This one alone, of whatever client unless told. */
  readonly sessionId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly filter?: SessionsFilter;
}

/** What sessions may be narrowed by. */
export type SessionsFilter = Omit<SessionListInput, "limit" | "before">;

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
  { limit, before, sessionId, clientId: owner, filter = {} }: SessionsQuery,
): SessionSums[] {
  if (sessionId !== undefined) return readNamed(statements, sessionId, owner, limit);
  const { lastAt, clientId, sessionId: lastSession } = before ?? newest;
  const { where, values } = narrowingOf(filter);
  return statements
    .get(
      `SELECT * FROM sessions WHERE (last_at, client_id, session_id) < (?, ?, ?)${where}
       ORDER BY last_at DESC, client_id DESC, session_id DESC LIMIT ?`,
    )
    .all(lastAt, clientId, lastSession, ...values, limit)
    .map(toSums);
}

function readNamed(
  statements: Statements,
  sessionId: string,
  owner: string | undefined,
  limit: number,
): SessionSums[] {
  const rows =
    owner === undefined
      ? statements
          .get("SELECT * FROM sessions WHERE session_id = ? ORDER BY last_at DESC LIMIT ?")
          .all(sessionId, limit)
      : statements
          .get("SELECT * FROM sessions WHERE client_id = ? AND session_id = ?")
          .all(owner, sessionId);
  return rows.map(toSums);
}

/** A filter as conditions for a statement's end, and what is bound to them. */
function narrowingOf(filter: SessionsFilter): { where: string; values: (string | number)[] } {
  const { text, client, failed, from, to } = filter;
  let where = failed === true ? " AND failed > 0" : "";
  const values: (string | number)[] = [];
  const also = (condition: string, value: string | number | undefined) => {
    if (value === undefined) return;
    where += ` AND ${condition}`;
    values.push(value);
  };
  also("instr(lower(session_id || ' ' || client), lower(?)) > 0", text);
  also("client = ?", client);
  also("last_at >= ?", from);
  also("first_at <= ?", to);
  return { where, values };
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
