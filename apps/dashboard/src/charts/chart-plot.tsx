import { useEffect, useLayoutEffect, useRef } from "react";
import "uplot/dist/uPlot.min.css";
import "./chart-plot.css";
import type { ChartData } from "./chart-data.ts";
import type { ChartMark, ChartSeries } from "./chart-series.ts";
import { TimePlot } from "./time-plot.ts";
import type { PlotEvents } from "./time-plot.ts";

export interface ChartPlotProps extends PlotEvents {
  readonly series: readonly ChartSeries[];
  readonly data: ChartData;
  readonly marks: readonly ChartMark[];
  readonly height: number;
}

/** Holds a plot in the page. Rendering never draws: data and marks are handed over after it. */
export function ChartPlot(props: ChartPlotProps) {
  const { data, marks } = props;
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<TimePlot | null>(null);
  const latest = useRef(props);

  useLayoutEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (element.current === null) return undefined;
    const { series, height } = latest.current;
    const made = new TimePlot(element.current, series, height, () => latest.current);
    plot.current = made;
    return () => made.stop();
  }, []);

  useEffect(() => plot.current?.setMarks(marks), [marks]);
  useEffect(() => plot.current?.setData(data), [data]);

  const canOpen = props.onOpenAt !== undefined;
  return <div ref={element} className={canOpen ? "min-w-0 cursor-crosshair" : "min-w-0"} />;
}
