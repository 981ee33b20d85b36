import { memo, useMemo } from "react";
import { useOpenRequest } from "../app/open-request.tsx";
import { TimeChart } from "../charts/index.ts";
import { shownStore, useShown } from "../live/index.ts";
import { useZoom } from "../time/index.ts";
import { failuresChart, firstTokenChart, gapChart, onsetMarks } from "./chart-data.ts";
import { nearestRequest } from "./nearest-request.ts";
import type { Period } from "./period.ts";
import { formatAxisDuration, formatAxisRate } from "./axis-units.ts";

const plotHeight = 140;

export interface ChartRowProps {
  readonly period: Period;
  /** `provider/model` whose first token comes latest. */
  readonly worst: string | null;
}

/** First token, gap between tokens and failures, over the same time. */
export const ChartRow = memo(function ChartRow({ period, worst }: ChartRowProps) {
  const verdict = useShown((state) => state.verdict);
  const openRequest = useOpenRequest();
  const zoom = useZoom();
  const marks = useMemo(() => onsetMarks(verdict, period), [verdict, period]);
  const firstToken = useMemo(() => firstTokenChart(period, worst), [period, worst]);
  const gap = useMemo(() => gapChart(period), [period]);
  const failures = useMemo(() => failuresChart(period), [period]);
  const openAt = (isFailed: boolean) => (t: number) => {
    const id = nearestRequest(shownStore.getState().recent, t, isFailed, period.stepMs);
    if (id !== null) openRequest(id);
  };
  return (
    <div className="grid shrink-0 grid-cols-1 gap-3 md:grid-cols-3">
      <TimeChart
        title="First token"
        subtitle={`p50 · p95 · p99, ${worst === null ? "worst model" : worst.replace("/", " · ")}`}
        {...firstToken}
        unit={formatAxisDuration}
        marks={marks}
        onOpenAt={openAt(false)}
        onZoom={zoom}
        height={plotHeight}
      />
      <TimeChart
        title="Gap between tokens"
        subtitle="p95 by model"
        {...gap}
        unit={formatAxisDuration}
        marks={marks}
        onOpenAt={openAt(false)}
        onZoom={zoom}
        height={plotHeight}
      />
      <TimeChart
        title="Failures"
        subtitle="by kind"
        {...failures}
        unit={formatAxisRate}
        marks={marks}
        onOpenAt={openAt(true)}
        onZoom={zoom}
        height={plotHeight}
      />
    </div>
  );
});
