import type {
  Dimension,
  HistoryMetric,
  OverviewSeries,
  RequestRow,
  Verdict,
} from "@signalbox/api-contract";
import { trpc } from "../api/index.ts";
import {
  countAll,
  countDimension,
  sums,
  type Counted,
  type CountedDimension,
} from "./count-evidence.ts";
import { evidenceMs } from "./evidence-window.ts";

/** The verdict counts by whole ten seconds; so does its evidence, that both say the same. */
const stepMs = 10_000;
/** What the course of failures is drawn over. */
const courseMs = 15 * 60_000;
const coursePoints = 90;
const samples = 3;
/** A start's counts begin with a whole second after it: what failed before that second is a sample too. */
const roundedMs = 2_000;

/** The deepest cause first. */
const dimensions = [
  "provider",
  "model",
  "channel",
  "client",
  "agent",
] as const satisfies Dimension[];

/** What the verdict rests on. */
export interface Evidence {
  /** The sentence as it was when this was counted. */
  readonly verdict: Verdict;
  readonly from: number;
  readonly to: number;
  readonly all: Counted;
  /** Attempts that failed and were saved. */
  readonly recovered: number;
  readonly toolFailures: number;
  /** How many failed with what, the most first. */
  readonly kinds: readonly (readonly [kind: string, count: number])[];
  readonly dimensions: readonly CountedDimension[];
  readonly course: OverviewSeries;
  /** Failed ones, the newest first. */
  readonly samples: readonly RequestRow[];
}

export interface EvidenceWish {
  readonly verdict: Verdict;
  readonly end: number;
  /** Nothing before it is counted. */
  readonly begin: number;
}

/** Counts what ended in the five minutes before `end`, or since `begin` where that was later. */
export async function askEvidence(
  { verdict, end, begin }: EvidenceWish,
  signal: AbortSignal,
): Promise<Evidence> {
  const from = Math.max(begin, end - evidenceMs);
  const window = { from, to: end, maxPoints: Math.ceil((end - from + 1) / stepMs) };
  const ask = (metric: HistoryMetric, by: Dimension) =>
    trpc.history.series.query({ metric, by, ...window }, { signal });
  const count = async (by: Dimension) => {
    const [requests, failures, cancelled] = await Promise.all([
      ask("requests", by),
      ask("failures", by),
      ask("cancelled", by),
    ]);
    return { requests, failures, cancelled };
  };
  const [counters, kinds, recovered, toolFailures, course, failed] = await Promise.all([
    Promise.all(dimensions.map(async (by) => [by, await count(by)] as const)),
    ask("failures", "errorKind"),
    ask("recovered", "provider"),
    ask("toolFailures", "tool"),
    trpc.history.overview.query(
      { from: Math.max(begin, end - courseMs), to: end, maxPoints: coursePoints },
      { signal },
    ),
    trpc.requests.list.query(
      { outcome: "failed", from: from - roundedMs, to: end, limit: samples },
      { signal },
    ),
  ]);
  const byChannel = new Map(counters).get("channel");
  const all = byChannel === undefined ? { ended: 0, failed: 0 } : countAll(byChannel);
  return {
    verdict,
    // From the first step that was counted.
    from: kinds.t[0] ?? from,
    to: end,
    all,
    recovered: total(sums(recovered)),
    toolFailures: total(sums(toolFailures)),
    kinds: [...sums(kinds)].filter(([, n]) => n > 0).toSorted(([, a], [, b]) => b - a),
    dimensions: counters.map(([by, series]) => countDimension(by, series, all)),
    course,
    samples: failed.requests.filter(({ endedAt }) => endedAt !== null && endedAt <= end),
  };
}

function total(counts: ReadonlyMap<string, number>): number {
  return counts.values().reduce((sum, n) => sum + n, 0);
}
