import { useMemo } from "react";
import { useOpenRequest } from "../app/open-request.tsx";
import { TimeChart, useChartFeed, type ChartContent } from "../charts/index.ts";
import { formatAxisDuration, formatAxisRate } from "../figures/axis-units.ts";
import { formatTokenRate } from "../figures/figures.ts";
import { unknownSpans, useMarks } from "../marks/index.ts";
import { useViewTime, useZoom } from "../time/index.ts";
import {
  callsChart,
  costChart,
  quantilesChart,
  speedChart,
  type ModelSeries,
  type ModelWindow,
} from "./model-series.ts";

const plotHeight = 130;

export interface ModelChartsProps {
  readonly series: ModelSeries;
  readonly window: ModelWindow;
}

/** Six charts of one model over the same time, under one crosshair. */
export function ModelCharts({ series, window }: ModelChartsProps) {
  const openRequest = useOpenRequest();
  const zoom = useZoom();
  const common = useCommon(series, window);
  const contents = useMemo(() => {
    const { ttft, latency, gap, tokensPerSec, costUsd } = series;
    return {
      calls: { ...callsChart(series, window), ...common },
      ttft: { ...quantilesChart(ttft, window), ...common },
      latency: { ...quantilesChart(latency, window), ...common },
      gap: { ...quantilesChart(gap, window), ...common },
      speed: { ...speedChart(tokensPerSec, window), ...common },
      cost: { ...costChart(costUsd, window), ...common },
    };
  }, [series, window, common]);
  const calls = useChartFeed(contents.calls);
  const ttft = useChartFeed(contents.ttft);
  const latency = useChartFeed(contents.latency);
  const gap = useChartFeed(contents.gap);
  const speed = useChartFeed(contents.speed);
  const cost = useChartFeed(contents.cost);
  const shared = { onOpen: openRequest, onZoom: zoom, height: plotHeight };
  const quantiles = { subtitle: "p50 · p95 · p99", unit: formatAxisDuration, ...shared };
  return (
    <div className="grid shrink-0 grid-cols-1 gap-3 md:grid-cols-2 lg:grid-cols-3">
      <TimeChart
        title="Calls"
        subtitle="failed · ended well"
        feed={calls}
        unit={formatAxisRate}
        {...shared}
      />
      <TimeChart title="First token" feed={ttft} {...quantiles} />
      <TimeChart title="Latency" feed={latency} {...quantiles} />
      <TimeChart title="Gap between tokens" feed={gap} {...quantiles} />
      <TimeChart
        title="Speed"
        subtitle="tokens/s of a call, p50"
        feed={speed}
        unit={formatTokenRate}
        {...shared}
      />
      <TimeChart title="Cost" subtitle="an hour" feed={cost} unit={formatAxisCost} {...shared} />
    </div>
  );
}

type Common = Pick<ChartContent, "marks" | "spans">;

function useCommon({ modelCalls }: ModelSeries, { steps }: ModelWindow): Common {
  const found = useMarks(useViewTime(), steps * modelCalls.stepMs);
  return useMemo(() => {
    const { t, stepMs, groups } = modelCalls;
    const values = groups[0]?.values ?? [];
    return {
      marks: found.marks,
      spans: [...unknownSpans(t, stepMs, (i) => (values[i] ?? null) !== null), ...found.spans],
    };
  }, [found, modelCalls]);
}

function formatAxisCost(usd: number): string {
  return `$${Number(usd.toPrecision(3))}`;
}
