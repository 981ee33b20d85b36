import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { timeToEmpty, timeToFull, type ComponentState } from "@signalbox/api-contract";
import { problemOf } from "../api/index.ts";
import { useNow } from "../app/use-now.ts";
import type { ChartSpan } from "../charts/index.ts";
import { formatDuration } from "../figures/figures.ts";
import { useShown } from "../live/index.ts";
import { useMarks } from "../marks/index.ts";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { momentText, spanText, useMomentNote, useViewNow, useViewTime } from "../time/index.ts";
import { Badge, Card, EmptyState } from "../ui/index.ts";
import { around } from "./around.ts";
import { ComponentTable } from "./component-table.tsx";
import { statusRanks, statusTones } from "./health-words.ts";
import { OwnCharts } from "./own-charts.tsx";
import { OwnFigures, type Trends } from "./own-figures.tsx";
import { stallsOf } from "./own-series.ts";
import { PastFigures } from "./past-figures.tsx";
import { useOwnSeries, useTrendSamples } from "./use-own-series.ts";

const keyOf = ({ name }: ComponentState) => name;
const nothingKnown = { kind: "unknown", overMs: 0 } as const;

/** How the gateway itself is, and why; where its memory and its disk are heading. */
export function HealthPage() {
  const { window, windowMs, at } = useViewTime();
  const health = useShown((state) => state.health);
  const isLoaded = useShown((state) => state.loaded);
  const series = useOwnSeries();
  const { isKnown, spans } = useMarks({ at }, windowMs);
  const trends = useTrends();
  const now = useNow(60_000);
  const isPast = at !== undefined;
  return (
    <>
      <h1 className="sr-only">Health</h1>
      <div className="grid shrink-0 grid-cols-1 gap-3 lg:grid-cols-[1.25fr_1fr]">
        <Components />
        <Card title="This process" subtitle={isPast ? `as of ${momentText(at, now)}` : health.node}>
          {isPast ? (
            <PastFigures series={series.data ?? null} disk={trends.disk} />
          ) : isLoaded ? (
            <OwnFigures health={health} trends={trends} />
          ) : (
            <EmptyState title="Loading…" />
          )}
        </Card>
      </div>
      {series.data === undefined ? (
        <EmptyState title={series.error === null ? "Loading…" : "The charts can't be shown"}>
          {series.error === null ? undefined : problemOf(series.error)}
        </EmptyState>
      ) : (
        <>
          {isKnown ? <Stalls spans={spans} window={spanText(window ?? "15m", at)} /> : null}
          <OwnCharts series={series.data} trends={trends} spans={spans} />
        </>
      )}
    </>
  );
}

function Components() {
  const { at } = useViewTime();
  const components = useShown((state) => state.health.components);
  const status = useShown((state) => state.health.status);
  const isLoaded = useShown((state) => state.loaded);
  const note = useMomentNote();
  const now = useViewNow(1_000);
  const realNow = useNow(60_000);
  const sorted = useMemo(
    () =>
      components.toSorted(
        (a, b) => statusRanks[a.status] - statusRanks[b.status] || a.name.localeCompare(b.name),
      ),
    [components],
  );
  const { rows, newCount, holder, release } = useHeldRows(sorted, keyOf);
  return (
    <Card
      title="Components"
      subtitle={rows.length === 0 ? undefined : <Badge tone={statusTones[status]}>{status}</Badge>}
      aside={
        <>
          <NewRowsButton count={newCount} onShow={release} />
          <span className="text-muted max-sm:hidden">
            a row leads to the events around its change
          </span>
        </>
      }
      bodyClassName="overflow-auto"
    >
      {rows.length > 0 ? (
        <div {...holder}>
          <ComponentTable rows={rows} now={now} isPast={at !== undefined} />
        </div>
      ) : isLoaded && at !== undefined ? (
        <EmptyState title="How each component was then is not known">
          Nobody wrote it down.{" "}
          <Link to="/events" search={around(at, realNow)} className="text-info hover:underline">
            The events around that moment
          </Link>{" "}
          tell what went wrong.
        </EmptyState>
      ) : (
        <EmptyState title={note ?? "Loading…"} />
      )}
    </Card>
  );
}

interface StallsProps {
  readonly spans: readonly ChartSpan[];
  readonly window: string;
}

function Stalls({ spans, window }: StallsProps) {
  const { times, mostMs } = useMemo(() => stallsOf(spans), [spans]);
  if (times === 0) {
    return <p className="shrink-0 text-xs text-muted">No stall of our own: {window}.</p>;
  }
  return (
    <p className="shrink-0 text-xs text-warn">
      The gateway itself stood still {times === 1 ? "once" : `${times} times`}, for{" "}
      {formatDuration(mostMs)} at most: {window}. What was measured then, and is marked in each
      chart, looks slower than it was.
    </p>
  );
}

/** Where the heap and the disk are heading. What the heap may be of a past process is not known. */
function useTrends(): Trends {
  const { at } = useViewTime();
  const limit = useShown((state) => state.health.memory.heapLimitBytes);
  const heap = useTrendSamples("heapUsedBytes").data;
  const disk = useTrendSamples("diskFreeBytes").data;
  return useMemo(
    () => ({
      heap: heap === undefined || at !== undefined ? nothingKnown : timeToFull(heap, limit),
      disk: disk === undefined ? nothingKnown : timeToEmpty(disk),
    }),
    [at, heap, disk, limit],
  );
}
