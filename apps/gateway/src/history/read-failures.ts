import { narrowingOf, type FailuresFilter } from "./failures-filter.ts";
import type { Statements } from "./statements.ts";

export interface FailuresQuery {
  readonly from: number;
  readonly to: number;
  /** All of them unless told. */
  readonly filter?: FailuresFilter;
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
  /** The same by steps of the window, the oldest first. */
  readonly counts: readonly number[];
  /** Of all failures of its fingerprint that are kept. */
  readonly knownSince: number;
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
const lookedAt = 4_000;
/** Of a group at least, where it has as many. */
const leastLookedAt = 100;
/** Of a group or of all at most: more would tell nothing more. */
const mostLookedAt = 1_000;
const samples = 5;
const steps = 30;

/** Failures in a window that are the same but for their numbers, ids and quoted parts. */
export function readFailures(
  statements: Statements,
  { from, to, limit, filter = {} }: FailuresQuery,
): FailureGroups {
  const { where, values } = narrowingOf(filter);
  const index = isWide(statements, from, to) ? "failures_by_fingerprint" : "failures_by_time";
  const counts = statements
    .get(
      `SELECT fingerprint, count(*) AS count, min(at) AS first, max(at) AS last
       FROM failures INDEXED BY ${index} WHERE at BETWEEN ? AND ?${where}
       GROUP BY fingerprint ORDER BY count DESC, last DESC LIMIT ?`,
    )
    .all(from, to, ...values, limit);
  const each = Math.max(leastLookedAt, Math.floor(lookedAt / Math.max(1, counts.length)));
  const groups = counts.map((row): FailureGroup => {
    const fingerprint = String(row["fingerprint"]);
    const newest = statements
      .get(
        `SELECT ${shown} FROM failures WHERE fingerprint = ? AND at BETWEEN ? AND ?${where}
         ORDER BY at DESC LIMIT ?`,
      )
      .all(fingerprint, from, to, ...values, Math.min(mostLookedAt, each));
    const course = courseOf(statements, fingerprint, { from, to, where, values });
    return {
      fingerprint,
      errorKind: String(newest[0]?.["error_kind"]),
      message: String(newest[0]?.["message"]),
      count: Number(row["count"]),
      counts: course.counts,
      knownSince: course.knownSince,
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

/** From this share of all failures' time on, all of them are looked through in groups: that takes no sorting. */
const wideShare = 0.25;

function isWide(statements: Statements, from: number, to: number): boolean {
  const first = Number(statements.get("SELECT min(at) AS at FROM failures").get()?.["at"]);
  const last = Number(statements.get("SELECT max(at) AS at FROM failures").get()?.["at"]);
  return Math.min(to, last) - Math.max(from, first) > wideShare * (last - first);
}

interface Course {
  readonly from: number;
  readonly to: number;
  readonly where: string;
  readonly values: readonly string[];
}

/** How often it was seen from step to step, and since when it is known. */
function courseOf(
  statements: Statements,
  fingerprint: string,
  { from, to, where, values }: Course,
): Pick<FailureGroup, "counts" | "knownSince"> {
  // A count for each step: to group them, all of them would be sorted.
  const count = statements.get(
    `SELECT count(*) AS count FROM failures INDEXED BY failures_by_fingerprint
     WHERE fingerprint = ? AND at BETWEEN ? AND ?${where}`,
  );
  const begin = (step: number): number => Math.ceil(from + (step * Math.max(1, to - from)) / steps);
  const counts = Array.from({ length: steps }, (_, step) => {
    const until = step === steps - 1 ? to : begin(step + 1) - 1;
    return Number(count.get(fingerprint, begin(step), until, ...values)?.["count"]);
  });
  const known = statements
    .get("SELECT min(at) AS since FROM failures WHERE fingerprint = ?")
    .get(fingerprint);
  return { counts, knownSince: Number(known?.["since"]) };
}

export interface FailureCountQuery {
  readonly from: number;
  readonly to: number;
}

/** How many groups there are in a window, and how many failures. */
export function countFailures(
  statements: Statements,
  { from, to }: FailureCountQuery,
): { readonly groups: number; readonly failures: number } {
  const row = statements
    .get(
      `SELECT count(DISTINCT fingerprint) AS groups, count(*) AS failures
       FROM failures INDEXED BY failures_by_time WHERE at BETWEEN ? AND ?`,
    )
    .get(from, to);
  return { groups: Number(row?.["groups"]), failures: Number(row?.["failures"]) };
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
