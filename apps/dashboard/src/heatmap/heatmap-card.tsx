import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import type { ReactNode } from "react";
import { callMetrics, type CallMetric } from "@signalbox/api-contract";
import { problemOf } from "../api/index.ts";
import { PngButton } from "../charts/index.ts";
import { formatAge } from "../figures/figures.ts";
import { liveStore } from "../live/index.ts";
import { callMetricNames } from "../requests/call-filter.ts";
import { visibleText } from "../ui/visible-text.ts";
import { spanText, useViewNow, useViewTime, useZoom } from "../time/index.ts";
import { Card, cx, EmptyState } from "../ui/index.ts";
import { cellSearch } from "./cell-link.ts";
import type { HeatCell } from "./heat-grid.ts";
import { HeatmapPlot } from "./heatmap-plot.tsx";
import { HeatmapTable } from "./heatmap-table.tsx";
import { useHeatmap, type HeatmapOf } from "./use-heatmap.ts";

const minHeight = 230;
/** Three of its answers did not come. */
const staleAfterMs = 30_000;
const noSeries = () => [];

export interface HeatmapCardProps extends HeatmapOf {
  readonly onMetric: (metric: CallMetric) => void;
  /** It takes the room that the page has left. */
  readonly fills?: boolean;
  /** Beside the title: which model, or a choice of it. */
  readonly children: ReactNode;
}

/** When a model's calls ended and how long they took; each cell leads to the requests it counts. */
export function HeatmapCard({ onMetric, fills = false, children, ...of }: HeatmapCardProps) {
  const { provider, model, metric } = of;
  const { window, at } = useViewTime();
  const { data, error, dataUpdatedAt } = useHeatmap(of);
  const navigate = useNavigate();
  const zoom = useZoom();
  const now = useViewNow(5_000);
  const canvas = useRef<HTMLCanvasElement>(null);
  const name = callMetricNames[metric];
  const title = `Heat map of ${name}, ${visibleText(provider)} ${visibleText(model)}`;
  const ageMs = now - dataUpdatedAt;
  const isStale = at === undefined && data !== undefined && ageMs > staleAfterMs;
  const open = (cell: HeatCell) => {
    if (cell.count === null || cell.count === 0) return;
    const search = cellSearch(cell, of, liveStore.getState().serverNow());
    void navigate({ to: "/requests", search });
  };
  return (
    <Card
      title="Heat map"
      subtitle={
        <span className="flex flex-wrap items-center gap-x-2">
          {children}
          <span>
            {spanText(window ?? "15m", at)}
            {isStale ? ` · as of ${formatAge(ageMs)} ago` : ""}
          </span>
        </span>
      }
      aside={
        <>
          <MetricChoice metric={metric} onMetric={onMetric} />
          <PngButton
            title={title}
            subtitle={spanText(window ?? "15m", at)}
            series={noSeries}
            canvas={() => canvas.current}
          />
        </>
      }
      className={cx("group", fills ? "min-h-73 flex-1" : "shrink-0", isStale && "opacity-60")}
      bodyClassName="flex flex-col"
    >
      {data === undefined ? (
        <div className="grid flex-1" style={{ minHeight }}>
          <EmptyState title={error === null ? "Loading…" : "The heat map can't be shown"}>
            {error === null ? undefined : problemOf(error)}
          </EmptyState>
        </div>
      ) : data.bounds.length === 0 ? (
        <div className="grid flex-1" style={{ minHeight }}>
          <EmptyState title="No call of this model ended in this window" />
        </div>
      ) : (
        <>
          <HeatmapPlot
            map={data}
            label={title}
            minHeight={minHeight}
            canvas={canvas}
            onOpen={open}
            onZoom={zoom}
          />
          <HeatmapTable title={title} map={data} onOpen={open} />
        </>
      )}
    </Card>
  );
}

function MetricChoice({ metric, onMetric }: Pick<HeatmapCardProps, "metric" | "onMetric">) {
  return (
    <fieldset
      aria-label="What is measured"
      className="inline-flex h-6 overflow-hidden rounded-md border border-line"
    >
      {callMetrics.map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === metric}
          onClick={() => onMetric(option)}
          className={cx(
            "px-2 -outline-offset-2",
            option === metric ? "bg-info/15 text-text" : "text-muted hover:text-text",
          )}
        >
          {callMetricNames[option]}
        </button>
      ))}
    </fieldset>
  );
}
