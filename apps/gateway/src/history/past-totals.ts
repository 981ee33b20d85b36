import type { Totals } from "./messages.ts";
import { requestsThere } from "./requests-there.ts";
import type { StoredRequest } from "./request-at.ts";
import type { Statements } from "./statements.ts";

/** As many model calls as the live figures are over. */
export const callsKept = 200;

export interface RecentCalls {
  readonly avgLatency: number;
  readonly errorRate: number;
}

export function recentCalls(requests: readonly StoredRequest[], t: number): RecentCalls {
  const calls: { at: number; latency: number; hasFailed: boolean }[] = [];
  for (const { spans } of requests) {
    for (const { countedAt: at, startedAt, endedAt, status } of spans) {
      if (at === null || at > t || endedAt === null) continue;
      calls.push({ at, latency: endedAt - startedAt, hasFailed: status === "failed" });
    }
  }
  const last = calls.toSorted((a, b) => b.at - a.at).slice(0, callsKept);
  if (last.length === 0) return { avgLatency: 0, errorRate: 0 };
  return {
    avgLatency: last.reduce((sum, { latency }) => sum + latency, 0) / last.length,
    errorRate: last.filter(({ hasFailed }) => hasFailed).length / last.length,
  };
}

interface Moment {
  readonly boot: number;
  /** Of that start. */
  readonly startedAt: number;
  readonly t: number;
}

/** Totals as of the last sample, and what ended between it and the moment. */
export function readTotals(
  statements: Statements,
  { boot, startedAt, t }: Moment,
): { readonly totals: Totals; readonly slotsTotal: number } {
  const sample = statements
    .get("SELECT * FROM samples WHERE at BETWEEN ? AND ? AND boot = ? ORDER BY at DESC LIMIT 1")
    .get(startedAt, t, boot);
  // Before the first sample of a start its totals are those of the starts before it.
  const before =
    sample ?? statements.get("SELECT * FROM boots WHERE n < ? ORDER BY n DESC LIMIT 1").get(boot);
  const since = Number(sample?.["at"] ?? startedAt);
  const countOn = (column: string, sql: string): number =>
    Number(before?.[column] ?? 0) + Number(statements.get(sql).get(since, t, boot)?.["n"] ?? 0);
  return {
    slotsTotal: Number(sample?.["slots_total"] ?? 0),
    totals: {
      messages: countOn("messages", endedSql),
      errors: countOn("errors", failedSql),
      modelCalls: countOn("model_calls", countedSql),
    },
  };
}

const endedSql = `SELECT count(*) AS n FROM requests WHERE ended_at > ? AND ended_at <= ? AND boot = ?`;
const failedSql = `SELECT count(*) AS n FROM failures WHERE at > ? AND at <= ? AND boot = ?`;

/** Of the requests that were there then: within a second they are few. */
const countedSql = `SELECT count(*) AS n FROM (${requestsThere}) AS there
  CROSS JOIN spans ON spans.boot = there.boot AND spans.request_seq = there.seq
  WHERE spans.counted_at > ?1 AND spans.counted_at <= ?2`;
