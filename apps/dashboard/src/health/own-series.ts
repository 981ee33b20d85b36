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

/** How often the gateway itself stood still, and how long at most. */
export function stallsOf(spans: readonly ChartSpan[]): { times: number; mostMs: number } {
  const stalls = spans.filter(({ kind }) => kind === "stall");
  return {
    times: stalls.length,
    mostMs: Math.max(0, ...stalls.map(({ from, to }) => to - from)),
  };
}
