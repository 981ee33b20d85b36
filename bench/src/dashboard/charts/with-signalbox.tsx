import { createRoot } from "react-dom/client";
import { TimeChart, useChartFeed } from "../../../../apps/dashboard/src/charts/index.ts";
import { plot, type MovingData } from "./moving-data.ts";
import type { Renderer } from "./renderer.ts";

const series = [
  { key: "p50", label: "p50", color: "q1", kind: "line" },
  { key: "p95", label: "p95", color: "q2", kind: "line" },
] as const;
const unit = (value: number): string => `${Math.round(value)} ms`;

/** The dashboard's own charts, rendered and fed as its pages do. */
export const withSignalbox: Renderer = (element) => {
  const root = createRoot(element);
  return (charts) => {
    root.render(charts.map((data) => <Chart key={data.name} data={data} />));
  };
};

function Chart({ data }: { readonly data: MovingData }) {
  const feed = useChartFeed({ series, data });
  return <TimeChart title={data.name} feed={feed} unit={unit} height={plot.height} />;
}
