import type { RequestDetail, RequestRow } from "@signalbox/api-contract";
import { textOrNull } from "../state/operation.ts";
import { bodyRole } from "./fields.ts";
import type {
  LateRequestsQuery,
  QueryInput,
  RequestKey,
  RequestsFilter,
  RequestsFound,
  RequestsQuery,
} from "./queries.ts";
import type { SqlValue } from "./sql-value.ts";
import type { Statements } from "./statements.ts";
import { eventOf, messageOf, requestOf, spanOf } from "./stored-rows.ts";

/** Requests that one statement looks at: between two of them it may stop, for its time is over. */
const lookedAtOnce = 5_000;

const equals = {
  outcome: "outcome",
  channel: "channel",
  client: "client",
  agent: "agent",
  provider: "provider",
  model: "model",
  errorKind: "error_kind",
  sessionId: "session_id",
} as const;

/** Requests that ended, newest first, from after a key on. */
export function readRequests(
  statements: Statements,
  query: RequestsQuery,
  lookUntil: number,
): RequestsFound {
  const { sql, values } = conditionsOf(query.filter);
  const requests: RequestsFound["requests"][number][] = [];
  let { after } = query;
  for (;;) {
    const to = boundAfter(statements, after);
    const rows = statements
      .get(
        `SELECT * FROM requests
         WHERE (boot, ended_seq) < (?, ?) AND (boot, ended_seq) >= (?, ?) AND ended_seq IS NOT NULL
           ${sql}
         ORDER BY boot DESC, ended_seq DESC LIMIT ?`,
      )
      .all(
        after.boot,
        after.endedSeq,
        to?.boot ?? 0,
        to?.endedSeq ?? 0,
        ...values,
        query.limit - requests.length,
      );
    for (const row of rows) {
      const key = { boot: Number(row["boot"]), endedSeq: Number(row["ended_seq"]) };
      requests.push({ key, row: requestOf(row) });
    }
    if (to === null || requests.length >= query.limit) return { requests, lookedTo: null };
    if (performance.now() > lookUntil) return { requests, lookedTo: to };
    after = to;
  }
}

/** Requests of one start that ended between two moments, by their acceptance, the newest first. */
export function readLateRequests(
  statements: Statements,
  { filter, boot, seq, horizon, endedBefore, limit }: LateRequestsQuery,
): { seq: number; row: RequestRow }[] {
  const { sql, values } = conditionsOf(filter);
  return statements
    .get(
      `SELECT * FROM requests
       WHERE boot = ? AND ended_seq > ? AND ended_seq < ? AND +seq < ? ${sql}
       ORDER BY seq DESC LIMIT ?`,
    )
    .all(boot, horizon, endedBefore, seq, ...values, limit)
    .map((row) => ({ seq: Number(row["seq"]), row: requestOf(row) }));
}

/** The last key of those that are looked at next; null where they are the last. */
function boundAfter(statements: Statements, { boot, endedSeq }: RequestKey): RequestKey | null {
  const row = statements
    .get(
      `SELECT boot, ended_seq FROM requests
       WHERE (boot, ended_seq) < (?, ?) AND ended_seq IS NOT NULL
       ORDER BY boot DESC, ended_seq DESC LIMIT 1 OFFSET ?`,
    )
    .get(boot, endedSeq, lookedAtOnce);
  if (row === undefined) return null;
  return { boot: Number(row["boot"]), endedSeq: Number(row["ended_seq"]) };
}

function conditionsOf(filter: RequestsFilter): { sql: string; values: SqlValue[] } {
  let sql = "";
  const values: SqlValue[] = [];
  const and = (condition: string, ...bound: SqlValue[]): void => {
    sql += ` AND ${condition}`;
    values.push(...bound);
  };
  for (const [name, column] of entriesOf(equals)) {
    const wanted = filter[name];
    if (wanted !== undefined) and(`${column} = ?`, wanted);
  }
  if (filter.from !== undefined) and("ended_at >= ?", filter.from);
  if (filter.to !== undefined) and("started_at <= ?", filter.to);
  if (filter.tool !== undefined) {
    and(
      `EXISTS (SELECT 1 FROM spans WHERE spans.boot = requests.boot
         AND spans.request_seq = requests.seq AND spans.kind = 'tool' AND spans.name = ?)`,
      filter.tool,
    );
  }
  if (filter.text !== undefined) {
    const wanted = filter.text.toLowerCase();
    and(
      `(instr(lower(id || ' ' || session_id || ' ' || client || ' ' || coalesce(model, '') || ' '
          || coalesce(error_message, '')), ?) > 0
        OR EXISTS (SELECT 1 FROM texts WHERE texts.boot = requests.boot
          AND texts.request_seq = requests.seq AND texts.role <> '${bodyRole}'
          AND instr(lower(texts.text), ?) > 0))`,
      wanted,
      wanted,
    );
  }
  return { sql, values };
}

/** Everything known of one request: the newest of that id. */
export function readRequest(
  statements: Statements,
  { requestId, maxEvents }: QueryInput<"request">,
): RequestDetail | null {
  const row = statements
    .get("SELECT * FROM requests WHERE id = ? ORDER BY boot DESC, seq DESC LIMIT 1")
    .get(requestId);
  if (row === undefined) return null;
  const request = requestOf(row);
  const key = [Number(row["boot"]), Number(row["seq"])] as const;
  const spans = statements
    .get("SELECT * FROM spans WHERE boot = ? AND request_seq = ? ORDER BY started_at, rowid")
    .all(...key);
  const texts = statements
    .get("SELECT * FROM texts WHERE boot = ? AND request_seq = ? ORDER BY n")
    .all(...key);
  const events = statements
    .get(
      `SELECT events.*, boots.boot_id FROM events JOIN boots ON boots.n = events.boot
       WHERE request_id = ? ORDER BY boot DESC, seq DESC LIMIT ?`,
    )
    .all(requestId, maxEvents);
  const body = texts.find((one) => one["role"] === bodyRole);
  return {
    request,
    spans: spans.map((one) => spanOf(one, request)),
    messages: texts.filter((one) => one !== body).map((one) => messageOf(one, requestId)),
    events: events.map(eventOf).map(({ id, timestamp, level, source, message }) => ({
      id,
      timestamp,
      level,
      source,
      message,
    })),
    gatewayMs: typeof row["gateway_ms"] === "number" ? row["gateway_ms"] : null,
    body: textOrNull(body?.["text"]),
    route: String(row["route"]),
  };
}

function entriesOf<T extends object>(value: T): [keyof T, T[keyof T]][] {
  // Made here, with no keys but its own.
  return Object.entries(value) as [keyof T, T[keyof T]][];
}
