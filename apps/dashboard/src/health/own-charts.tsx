import { useMemo } from "react";
import {
  TimeChart,
  useChartFeed,
  type ChartContent,
  type ChartSeries,
  type ChartSpan,
} from "../charts/index.ts";
import { formatAxisDuration } from "../figures/axis-units.ts";
import { useZoom } from "../time/index.ts";
import { formatAxisBytes, formatAxisCount, trendText } from "./health-words.ts";
import type { Trends } from "./own-figures.tsx";
import { chartOf, type OwnSeries } from "./own-series.ts";

const plotHeight = 130;

interface OwnChart {
  readonly title: string;
  readonly subtitle: string | ((trends: Trends) => string);
  readonly series: readonly ChartSeries[];
  readonly data: (own: OwnSeries) => ChartContent["data"];
  readonly unit: (value: number) => string;
}

const charts: readonly OwnChart[] = [
  {
    title: "Event loop",
    subtitle: "how late its turns are",
    series: [
      { key: "max", label: "latest turn", color: "q2", kind: "line" },
      { key: "mean", label: "mean", color: "q1", kind: "line" },
    ],
    data: (own) => chartOf(own, own.max.loopDelayMs, own.mean.loopDelayMs),
    unit: formatAxisDuration,
  },
  {
    title: "Memory",
    subtitle: ({ heap }) => `heap: ${trendText(heap)}`,
    series: [
      { key: "rss", label: "process", color: "q2", kind: "line" },
      { key: "heap", label: "heap in use", color: "tool", dash: [5, 3], kind: "line" },
    ],
    data: (own) => chartOf(own, own.mean.rssBytes, own.mean.heapUsedBytes),
    unit: formatAxisBytes,
  },
  {
    title: "Disk free",
    subtitle: ({ disk }) => trendText(disk),
    series: [{ key: "free", label: "free", color: "q2", kind: "line" }],
    data: (own) => chartOf(own, own.mean.diskFreeBytes),
    unit: formatAxisBytes,
  },
  {
    title: "History lag",
    subtitle: "from an event to the disk",
    series: [{ key: "lag", label: "oldest row that waits", color: "q2", kind: "line" }],
    data: (own) => chartOf(own, own.max.historyLagMs),
    unit: formatAxisDuration,
  },
  {
    title: "History rows lost",
    subtitle: "a second",
    series: [{ key: "lost", label: "rows a second", color: "bad", kind: "bar" }],
    data: (own) => chartOf(own, own.mean.historyDropped),
    unit: formatAxisCount,
  },
  {
    title: "Live view",
    subtitle: "pages and programs that watch",
    series: [{ key: "live", label: "watching", color: "q2", kind: "line" }],
    data: (own) => chartOf(own, own.max.subscribers),
    unit: formatAxisCount,
  },
];

export interface OwnChartsProps {
  readonly series: OwnSeries;
  readonly trends: Trends;
  /** Its stalls, and times of which nothing is known. */
  readonly spans: readonly ChartSpan[];
}

/** The gateway's own figures over the window, its stalls tinted. */
export function OwnCharts({ series: own, trends, spans }: OwnChartsProps) {
  return (
    <div className="grid shrink-0 grid-cols-1 gap-3 md:grid-cols-2 min-[1280px]:grid-cols-3">
      {charts.map((chart) => (
        <OwnChartCard key={chart.title} chart={chart} own={own} spans={spans} trends={trends} />
      ))}
    </div>
  );
}

interface OwnChartCardProps {
  readonly chart: OwnChart;
  readonly own: OwnSeries;
  readonly spans: readonly ChartSpan[];
  readonly trends: Trends;
}

function OwnChartCard({ chart, own, spans, trends }: OwnChartCardProps) {
  const { title, subtitle, series, data, unit } = chart;
  const zoom = useZoom();
  const content = useMemo(() => ({ series, data: data(own), spans }), [series, data, own, spans]);
  return (
    <TimeChart
      title={title}
      subtitle={typeof subtitle === "string" ? subtitle : subtitle(trends)}
      feed={useChartFeed(content)}
      unit={unit}
      onZoom={zoom}
      height={plotHeight}
    />
  );
}
