import { useEffect, useLayoutEffect, useRef } from "react";
import "uplot/dist/uPlot.min.css";
import "./chart-plot.css";
import type { ChartFeed } from "./chart-feed.ts";
import { crosshair } from "./crosshair.ts";
import { drawTurns } from "./draw-turns.ts";
import { TimePlot } from "./time-plot.ts";
import type { PlotEvents } from "./time-plot.ts";

export interface ChartPlotProps extends PlotEvents {
  readonly feed: ChartFeed;
  readonly height: number;
  /** Told the plot while there is one. */
  readonly onPlot: (plot: TimePlot | null) => void;
}

/** Holds a plot in the page. Rendering never draws: the feed hands over what changes. */
export function ChartPlot(props: ChartPlotProps) {
  const { feed, height, onPlot } = props;
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef<PlotEvents>(props);

  useLayoutEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (element.current === null) return undefined;
    const events = () => latest.current;
    const plot = new TimePlot({
      element: element.current,
      height,
      feed,
      crosshair,
      turns: drawTurns,
      events,
    });
    onPlot(plot);
    return () => {
      onPlot(null);
      plot.stop();
    };
  }, [feed, height, onPlot]);

  return (
    <div ref={element} className="chart-plot live-value min-w-0" style={{ minHeight: height }} />
  );
}
