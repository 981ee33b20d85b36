import type { HistorySeries } from "@signalbox/api-contract";
import type { ChartContent, ChartSpan } from "../charts/index.ts";

/** What the gateway tells of its own process over time. */
export const ownMetrics = [
  "loopDelayMs",
  "rssBytes",
  "heapUsedBytes",
  "diskFreeBytes",
  "historyLagMs",
  "historyDropped",
  "subscribers",
] as const;
export type OwnMetric = (typeof ownMetrics)[number];

/** Each metric's means and largest, at the same times. */
export interface OwnSeries {
  readonly t: readonly number[];
  readonly stepMs: number;
  readonly mean: Readonly<Record<OwnMetric, readonly (number | null)[]>>;
  readonly max: Readonly<Record<OwnMetric, readonly (number | null)[]>>;
}

/** Beyond it the loop stood still, and what was measured then looks slower than it was. */
const stallMs = 200;
const stall = { kind: "stall", detail: "The gateway itself stood still." } as const;

/**
 * The answers in the order of {@link ownMetrics}. Of a past moment the step that holds it is left out: it
 * would tell what came later.
 */
export function ownSeries(answers: readonly HistorySeries[], at?: number): OwnSeries {
  const stepMs = answers[0]?.stepMs ?? 1_000;
  const t = (answers[0]?.t ?? []).filter((start) => at === undefined || start + stepMs <= at);
  const of = (pick: "values" | "max") => {
    const lists = answers.map(({ groups }) => groups[0]?.[pick] ?? []);
    const at = (i: number) => t.map((_, step) => lists[i]?.[step] ?? null);
    return {
      loopDelayMs: at(0),
      rssBytes: at(1),
      heapUsedBytes: at(2),
      diskFreeBytes: at(3),
      historyLagMs: at(4),
      historyDropped: at(5),
      subscribers: at(6),
    };
  };
  return { t, stepMs, mean: of("values"), max: of("max") };
}

export function chartOf({ t }: OwnSeries, ...values: readonly (readonly (number | null)[])[]) {
  return { t, values } satisfies ChartContent["data"];
}

/** The last known of a list; null where nothing is. */
export function lastOf(values: readonly (number | null)[]): number | null {
  return values.findLast((value) => value !== null) ?? null;
}

/** When our own loop stood still: each stretch of steps, and how long at most. */
export function stallsOf({ t, stepMs, max }: OwnSeries): { spans: ChartSpan[]; mostMs: number } {
  const spans: ChartSpan[] = [];
  let mostMs = 0;
  for (const [i, start] of t.entries()) {
    const delay = max.loopDelayMs[i] ?? 0;
    if (delay <= stallMs) continue;
    mostMs = Math.max(mostMs, delay);
    const before = spans.at(-1);
    const isOneMore = before?.to === start;
    if (isOneMore) spans.pop();
    spans.push({ ...stall, from: isOneMore ? before.from : start, to: start + stepMs });
  }
  return { spans, mostMs };
}
