import { useState } from "react";
import type { ChartData } from "./chart-data.ts";
import { ChartPlot } from "./chart-plot.tsx";
import { ChartNames, ChartReadout } from "./chart-readout.tsx";
import type { ChartMark, ChartSeries } from "./chart-series.ts";
import { ChartTable } from "./chart-table.tsx";
import { pointLabel } from "./ticks.ts";

export interface TimeChartProps {
  readonly title: string;
  readonly subtitle?: string;
  readonly series: readonly ChartSeries[];
  readonly data: ChartData;
  /** A value with its unit, for the axis and the readout. */
  readonly unit: (value: number) => string;
  readonly marks?: readonly ChartMark[];
  /** The time under the crosshair was clicked. */
  readonly onOpenAt?: (t: number) => void;
  /** A stretch of time was dragged over. */
  readonly onZoom?: (from: number, to: number) => void;
  /** Of the plot, in pixels; the title comes on top. */
  readonly height: number;
}

const noMarks: readonly ChartMark[] = [];

/** A card with one chart over time. All charts on a page share their crosshair. */
export function TimeChart(props: TimeChartProps) {
  const { title, subtitle, series, data, unit, marks = noMarks, onOpenAt, onZoom, height } = props;
  const [pointedAt, setPointedAt] = useState<number | null>(null);
  const [isHovered, setIsHovered] = useState(false);
  const isEmpty = data.values.every((list) => list.every((value) => value === null));
  return (
    <section
      aria-label={title}
      onPointerEnter={() => setIsHovered(true)}
      onPointerLeave={() => setIsHovered(false)}
      className="relative flex min-h-0 min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-surface"
    >
      <h2 className="flex items-center gap-3.5 border-b border-line-soft px-3 py-2 text-xs font-semibold whitespace-nowrap">
        {title}
        {pointedAt === null || isHovered ? (
          <span className="truncate font-[450] text-muted">
            {pointedAt === null ? subtitle : pointLabel(pointedAt, data.t)}
          </span>
        ) : (
          <ChartReadout t={pointedAt} series={series} data={data} unit={unit} />
        )}
      </h2>
      <ChartPlot
        // A plot can't change its series: another set of them is another plot.
        key={JSON.stringify([series, height])}
        series={series}
        data={data}
        marks={marks}
        height={height}
        unit={unit}
        onPoint={setPointedAt}
        onOpenAt={onOpenAt}
        onZoom={onZoom}
      />
      {isHovered && pointedAt !== null && (
        <ChartNames t={pointedAt} series={series} data={data} unit={unit} />
      )}
      {isEmpty && (
        <p className="pointer-events-none absolute inset-0 top-8 grid place-items-center text-xs text-faint">
          No data
        </p>
      )}
      <ChartTable title={title} series={series} data={data} unit={unit} />
    </section>
  );
}
