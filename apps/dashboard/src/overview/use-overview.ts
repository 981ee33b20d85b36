import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { OverviewSeries } from "@signalbox/api-contract";
import { trpc } from "../api/index.ts";
import { liveStore, useShown } from "../live/index.ts";
import { useViewTime, type ViewTime } from "../time/index.ts";
import { formatWindow } from "../time/time-window.ts";
import { latestPeriods, periodsUntil } from "./period.ts";

const minute = 60_000;
/** What the live view looks back on; the verdict's figures are over the same. */
const liveMs = 5 * minute;
export const liveWindow = formatWindow(liveMs);
const pointsAsked = 240;
const mostSteps = 4 * pointsAsked;
const refreshMs = 15_000;

/** The series that the page shows: the live one, or a window of the past, with the period before. */
export function useOverview() {
  // A step back into the past keeps what is looked back on.
  const view = useViewTime(liveWindow);
  const { window, windowMs, at } = view;
  const live = useShown((state) => state.series);
  const past = useQuery({
    queryKey: ["history.overview", window, at],
    enabled: window !== undefined,
    queryFn: ({ signal }) => askPast(view, signal),
    // A window that ends at a past moment does not change any more.
    refetchInterval: at === undefined ? refreshMs : false,
    // Live it is not shown, and each look at it would compare what is all new.
    placeholderData: (before) => (window === undefined ? undefined : (before ?? lately())),
    structuralSharing: false,
  });
  const series = window === undefined ? live : past.data;
  const periods = useMemo(() => {
    if (series === undefined) return null;
    const lengthMs = window === undefined ? liveMs : windowMs;
    const steps = Math.max(1, Math.round(lengthMs / series.stepMs));
    // What stands in until the window is here may be of another, in steps far too fine for this one.
    if (steps > mostSteps) return null;
    return at === undefined
      ? latestPeriods(series, steps, window === undefined || isLastOpen(series))
      : periodsUntil(series, at, steps);
  }, [series, window, windowMs, at]);
  return { window, periods, error: window === undefined ? null : past.error };
}

/** The live series is a second old at most, and always has an open step; one that was asked for may be older. */
function isLastOpen({ points, stepMs }: OverviewSeries): boolean {
  const last = points.at(-1);
  return last !== undefined && last.t + stepMs > liveStore.getState().serverNow();
}

/** What has come since the page was opened is of the past too, and is there at once. */
function lately(): OverviewSeries | undefined {
  const { loaded, series } = liveStore.getState();
  return loaded ? series : undefined;
}

function askPast({ windowMs, at }: ViewTime, signal: AbortSignal) {
  const to = at ?? Date.now();
  // The period before it comes too, for comparison, as far as it is kept.
  const from = Math.max(0, to - 2 * windowMs);
  return trpc.history.overview.query({ from, to, maxPoints: 2 * pointsAsked }, { signal });
}
