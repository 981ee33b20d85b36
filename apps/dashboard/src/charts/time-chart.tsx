import { useCallback, useId, useRef, useState, useSyncExternalStore } from "react";
import { isEmpty } from "./chart-content.ts";
import type { ChartFeed } from "./chart-feed.ts";
import { ChartPlot } from "./chart-plot.tsx";
import { ChartNames, ChartReadout, timeText } from "./chart-readout.tsx";
import type { ChartDot } from "./chart-series.ts";
import { ChartTable } from "./chart-table.tsx";
import { crosshair } from "./crosshair.ts";
import { PngButton } from "./png-button.tsx";
import type { TimePlot } from "./time-plot.ts";

export interface TimeChartProps {
  readonly title: string;
  readonly subtitle?: string;
  readonly feed: ChartFeed;
  /** A value with its unit, for the readout; and for an axis, whose last tick is `most`. */
  readonly unit: (value: number, most?: number) => string;
  /** The dot of a request was clicked. */
  readonly onOpen?: (requestId: string) => void;
  /** A stretch of time was dragged over. */
  readonly onZoom?: (from: number, to: number) => void;
  /** Of the plot, in pixels; the title comes on top. */
  readonly height: number;
}

/**
 * A card with one chart over time. All charts on a page share their crosshair. What the chart draws comes by
 * its feed: the card itself renders anew only while someone points at it.
 */
export function TimeChart(props: TimeChartProps) {
  const { title, subtitle, feed, unit, onOpen, onZoom, height } = props;
  const [isHovered, setIsHovered] = useState(false);
  const [dot, setDot] = useState<ChartDot | null>(null);
  const plot = useRef<TimePlot | null>(null);
  const heading = useId();
  const hasNothing = useSyncExternalStore(feed.subscribe, () => isEmpty(feed.get()));
  const onPlot = useCallback((made: TimePlot | null) => {
    plot.current = made;
  }, []);
  return (
    <section
      aria-labelledby={heading}
      onPointerEnter={() => setIsHovered(true)}
      onPointerLeave={() => setIsHovered(false)}
      className="group relative flex min-h-0 min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-surface"
    >
      <div className="flex items-center gap-3.5 border-b border-line-soft py-1 pr-1.5 pl-3 text-xs whitespace-nowrap">
        <h2 id={heading} className="font-semibold">
          {title}
        </h2>
        <Readout feed={feed} unit={unit} subtitle={subtitle} isHovered={isHovered} dot={dot} />
        <PngButton
          title={title}
          subtitle={subtitle}
          series={() => feed.get().series}
          canvas={() => plot.current?.canvas ?? null}
        />
      </div>
      <ChartPlot
        feed={feed}
        height={height}
        unit={unit}
        onDot={setDot}
        onOpen={onOpen}
        onZoom={onZoom}
        onPlot={onPlot}
      />
      {hasNothing && (
        <p className="pointer-events-none absolute inset-0 top-8 grid place-items-center text-xs text-faint">
          No data
        </p>
      )}
      <ChartTable title={title} content={feed.get} unit={unit} onOpen={onOpen} />
    </section>
  );
}

interface ReadoutProps {
  readonly feed: ChartFeed;
  readonly unit: (value: number) => string;
  readonly subtitle: string | undefined;
  readonly isHovered: boolean;
  readonly dot: ChartDot | null;
}

/** Apart, so that only this renders while the pointer moves. */
function Readout({ feed, unit, subtitle, isHovered, dot }: ReadoutProps) {
  const t = useSyncExternalStore(crosshair.subscribe, crosshair.get);
  const content = feed.get();
  if (t !== null && !isHovered) {
    return (
      <span className="flex min-w-0 flex-1 overflow-hidden">
        <ChartReadout t={t} content={content} unit={unit} />
      </span>
    );
  }
  return (
    <>
      <span className="min-w-0 flex-1 truncate font-[450] text-muted">
        {t === null ? subtitle : timeText(t, content)}
      </span>
      {t === null ? null : <ChartNames t={t} content={content} unit={unit} dot={dot} />}
    </>
  );
}
