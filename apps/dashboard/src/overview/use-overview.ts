import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { trpc } from "../api/index.ts";
import type { TimeWindow } from "../app/search.ts";
import { useLive } from "../live/index.ts";
import { latestPeriods } from "./period.ts";

const minute = 60_000;
const windowMs = {
  "15m": 15 * minute,
  "1h": 60 * minute,
  "6h": 360 * minute,
  "24h": 1440 * minute,
};
/** What the live view looks back on; the verdict's figures are over the same. */
const liveMs = 5 * minute;
const pointsAsked = 240;

/** The series that the page shows: the live one, or a past window of it, with the period before. */
export function useOverview() {
  const { window } = useSearch({ from: "__root__" });
  const live = useLive((state) => state.series);
  const past = useQuery({
    queryKey: ["history.overview", window],
    enabled: window !== undefined,
    queryFn: () => askPast(window ?? "15m"),
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
  });
  const series = window === undefined ? live : past.data;
  const periods = useMemo(() => {
    if (series === undefined) return null;
    const lengthMs = window === undefined ? liveMs : windowMs[window];
    const steps = Math.round(lengthMs / series.stepMs);
    return latestPeriods(series, steps, window === undefined);
  }, [series, window]);
  return { window, periods, error: window === undefined ? null : past.error };
}

function askPast(window: TimeWindow) {
  const to = Date.now();
  // The period before it comes too, for comparison, as far as it is kept.
  const from = to - 2 * windowMs[window];
  return trpc.history.overview.query({ from, to, maxPoints: 2 * pointsAsked });
}
