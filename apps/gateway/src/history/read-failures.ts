import type { Statements } from "./statements.ts";

export interface FailuresQuery {
  readonly from: number;
  readonly to: number;
  /** Groups at most, the most frequent first. */
  readonly limit: number;
}

/** A value of one of a failure's columns, and how many of the failures looked at have it. */
export interface FailureShare {
  readonly dimension: FailureDimension;
  readonly value: string;
  readonly count: number;
}

export interface FailureGroup {
  readonly fingerprint: string;
  readonly errorKind: string;
  readonly message: string;
  readonly count: number;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  readonly sampleRequestIds: readonly string[];
  /** Of its newest failures: how many were looked at, and what they have. */
  readonly looked: number;
  readonly shares: readonly FailureShare[];
}

export interface FailureGroups {
  readonly groups: readonly FailureGroup[];
  /** Lanes, which nothing counts: what the newest failures of all have, whatever their group. */
  readonly looked: number;
  readonly lanes: readonly { readonly value: string; readonly count: number }[];
}

export const failureDimensions = [
  "provider",
  "model",
  "tool",
  "channel",
  "client",
  "agent",
  "lane",
] as const;
export type FailureDimension = (typeof failureDimensions)[number];

/** Failures that are looked at, of all groups together: their shares are told within a few points. */
const lookedAt = 8_000;
/** Of a group at least, where it has as many. */
const leastLookedAt = 100;
/** Of a group or of all at most: more would tell nothing more. */
const mostLookedAt = 1_000;
const samples = 5;

/** Failures in a window that are the same but for their numbers, ids and quoted parts. */
export function readFailures(
  statements: Statements,
  { from, to, limit }: FailuresQuery,
): FailureGroups {
  const counts = statements
    .get(
      `SELECT fingerprint, count(*) AS count, min(at) AS first, max(at) AS last
       FROM failures INDEXED BY failures_by_time WHERE at BETWEEN ? AND ?
       GROUP BY fingerprint ORDER BY count DESC, last DESC LIMIT ?`,
    )
    .all(from, to, limit);
  const each = Math.max(leastLookedAt, Math.floor(lookedAt / Math.max(1, counts.length)));
  const groups = counts.map((row): FailureGroup => {
    const fingerprint = String(row["fingerprint"]);
    const newest = statements
      .get(
        `SELECT ${shown} FROM failures WHERE fingerprint = ? AND at BETWEEN ? AND ?
         ORDER BY at DESC LIMIT ?`,
      )
      .all(fingerprint, from, to, Math.min(mostLookedAt, each));
    return {
      fingerprint,
      errorKind: String(newest[0]?.["error_kind"]),
      message: String(newest[0]?.["message"]),
      count: Number(row["count"]),
      firstSeenAt: Number(row["first"]),
      lastSeenAt: Number(row["last"]),
      sampleRequestIds: newest.slice(0, samples).map((one) => String(one["request_id"])),
      looked: newest.length,
      shares: failureDimensions.flatMap((dimension) =>
        countBy(newest, dimension).map(({ value, count }) => ({ dimension, value, count })),
      ),
    };
  });
  const all = statements
    .get(
      `SELECT lane_label AS lane FROM failures WHERE at BETWEEN ? AND ?
       ORDER BY at DESC LIMIT ${mostLookedAt}`,
    )
    .all(from, to);
  return { groups, looked: all.length, lanes: countBy(all, "lane") };
}

/** A model is told with its provider, as everywhere. */
const shown = `error_kind, message, request_id, provider, provider || '/' || model AS model, tool,
  channel, client, agent, lane_label AS lane`;

function countBy(
  rows: readonly Record<string, unknown>[],
  dimension: FailureDimension,
): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = row[dimension];
    if (typeof value === "string") counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return Array.from(counts, ([value, count]) => ({ value, count })).toSorted(
    (a, b) => b.count - a.count,
  );
}
