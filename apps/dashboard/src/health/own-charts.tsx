import { useMemo } from "react";
import { TimeChart, useChartFeed, type ChartContent, type ChartSeries } from "../charts/index.ts";
import { formatAxisDuration } from "../figures/axis-units.ts";
import { useZoom } from "../time/index.ts";
import { formatAxisBytes, formatAxisCount, trendText } from "./health-words.ts";
import { chartOf, stallsOf, type OwnSeries } from "./own-series.ts";
import type { Trends } from "./own-figures.tsx";

const plotHeight = 130;

const loopSeries: readonly ChartSeries[] = [
  { key: "max", label: "latest turn", color: "q2", kind: "line" },
  { key: "mean", label: "mean", color: "q1", kind: "line" },
];
const memorySeries: readonly ChartSeries[] = [
  { key: "rss", label: "process", color: "q2", kind: "line" },
  { key: "heap", label: "heap in use", color: "tool", dash: [5, 3], kind: "line" },
];
const diskSeries: readonly ChartSeries[] = [
  { key: "free", label: "free", color: "q2", kind: "line" },
];
const lagSeries: readonly ChartSeries[] = [
  { key: "lag", label: "oldest row that waits", color: "q2", kind: "line" },
];
const lostSeries: readonly ChartSeries[] = [
  { key: "lost", label: "rows a second", color: "bad", kind: "bar" },
];
const liveSeries: readonly ChartSeries[] = [
  { key: "live", label: "watching", color: "q2", kind: "line" },
];

export interface OwnChartsProps {
  readonly series: OwnSeries;
  readonly trends: Trends;
}

/** The gateway's own figures over the window, its stalls tinted. */
export function OwnCharts({ series, trends }: OwnChartsProps) {
  const zoom = useZoom();
  const { spans } = useMemo(() => stallsOf(series), [series]);
  const data = useMemo(() => chartsOf(series), [series]);
  const shared = { spans, onZoom: zoom };
  return (
    <div className="grid shrink-0 grid-cols-1 gap-3 md:grid-cols-2 min-[1280px]:grid-cols-3">
      <OwnChart
        title="Event loop"
        subtitle="how late its turns are"
        series={loopSeries}
        data={data.loop}
        unit={formatAxisDuration}
        {...shared}
      />
      <OwnChart
        title="Memory"
        subtitle={`heap: ${trendText(trends.heap)}`}
        series={memorySeries}
        data={data.memory}
        unit={formatAxisBytes}
        {...shared}
      />
      <OwnChart
        title="Disk free"
        subtitle={trendText(trends.disk)}
        series={diskSeries}
        data={data.disk}
        unit={formatAxisBytes}
        {...shared}
      />
      <OwnChart
        title="History lag"
        subtitle="from an event to the disk"
        series={lagSeries}
        data={data.lag}
        unit={formatAxisDuration}
        {...shared}
      />
      <OwnChart
        title="History rows lost"
        subtitle="a second"
        series={lostSeries}
        data={data.lost}
        unit={formatAxisCount}
        {...shared}
      />
      <OwnChart
        title="Live view"
        subtitle="pages and programs that watch"
        series={liveSeries}
        data={data.live}
        unit={formatAxisCount}
        {...shared}
      />
    </div>
  );
}

interface OwnChartProps extends Pick<ChartContent, "series" | "data" | "spans"> {
  readonly title: string;
  readonly subtitle: string;
  readonly unit: (value: number) => string;
  readonly onZoom: (from: number, to: number) => void;
}

function OwnChart({ series, data, spans = noSpans, ...card }: OwnChartProps) {
  const content = useMemo(() => ({ series, data, spans }), [series, data, spans]);
  return <TimeChart feed={useChartFeed(content)} height={plotHeight} {...card} />;
}

const noSpans: NonNullable<ChartContent["spans"]> = [];

function chartsOf(series: OwnSeries) {
  const { mean, max } = series;
  return {
    loop: chartOf(series, max.loopDelayMs, mean.loopDelayMs),
    memory: chartOf(series, mean.rssBytes, mean.heapUsedBytes),
    disk: chartOf(series, mean.diskFreeBytes),
    lag: chartOf(series, max.historyLagMs),
    lost: chartOf(series, mean.historyDropped),
    live: chartOf(series, max.subscribers),
  };
}
