import type { HistorySeries, HistorySeriesInput, RequestRow } from "@signalbox/api-contract";
import type { FakeTraffic } from "./fake-traffic.ts";

const stepMs = 10_000;

/** Requests of the fake traffic counted by one name of theirs; of all else it counts nothing. */
export function fakeSeries(traffic: FakeTraffic, input: HistorySeriesInput): HistorySeries {
  const { metric, from, to } = input;
  const first = Math.floor(from / stepMs);
  const steps = Math.floor(to / stepMs) - first + 1;
  const groups = new Map<string, number[]>();
  for (const { row } of traffic.ended) {
    const step = Math.floor((row.endedAt ?? 0) / stepMs) - first;
    const value = valueOf(row, input.by);
    if (step < 0 || step >= steps || value === null || !isCounted(row, metric)) continue;
    const values = groups.get(value) ?? Array<number>(steps).fill(0);
    values[step] = (values[step] ?? 0) + 1;
    groups.set(value, values);
  }
  return {
    kind: "counter",
    stepMs,
    t: Array.from({ length: steps }, (_, i) => (first + i) * stepMs),
    groups: Array.from(groups, ([value, values]) => ({ value, values })),
    more: 0,
    gaps: [],
  };
}

function isCounted({ outcome }: RequestRow, metric: HistorySeriesInput["metric"]): boolean {
  if (metric === "failures") return outcome === "failed";
  return metric === "cancelled" ? outcome === "cancelled" : metric === "requests";
}

function valueOf(row: RequestRow, by: HistorySeriesInput["by"]): string | null {
  if (by === "model") return `${row.provider}/${row.model}`;
  return by === undefined || by === "node" ? null : row[by];
}
