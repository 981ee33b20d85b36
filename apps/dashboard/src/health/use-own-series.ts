import type { Sample } from "@signalbox/api-contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { trpc } from "../api/index.ts";
import { useViewTime } from "../time/index.ts";
import { ownMetrics, ownSeries } from "./own-series.ts";

const pointsAsked = 180;
const refreshMs = 10_000;
const trendMs = 6 * 3_600_000;
const trendPoints = 360;
const trendRefreshMs = 60_000;

/** How the gateway's own process was over the window that is shown. */
export function useOwnSeries() {
  const { windowMs, at } = useViewTime();
  return useQuery({
    queryKey: ["health.series", windowMs, at],
    queryFn: async ({ signal }) => {
      const to = at ?? Date.now();
      const span = { from: Math.max(0, to - windowMs), to, maxPoints: pointsAsked };
      return ownSeries(
        await Promise.all(
          ownMetrics.map((metric) => trpc.history.series.query({ metric, ...span }, { signal })),
        ),
        at,
      );
    },
    refetchInterval: at === undefined ? refreshMs : false,
    placeholderData: keepPreviousData,
  });
}

/** What is known of a gauge over the last hours, whatever window is shown: a pace needs time. */
export function useTrendSamples(metric: "heapUsedBytes" | "diskFreeBytes") {
  const { at } = useViewTime();
  return useQuery({
    queryKey: ["health.trend", metric, at],
    queryFn: async ({ signal }): Promise<Sample[]> => {
      const to = at ?? Date.now();
      const span = { from: Math.max(0, to - trendMs), to, maxPoints: trendPoints };
      const { t, groups } = await trpc.history.series.query({ metric, ...span }, { signal });
      const values = groups[0]?.values ?? [];
      return t.flatMap((time, i) => {
        const value = values[i] ?? null;
        return value === null ? [] : [{ t: time, value }];
      });
    },
    refetchInterval: at === undefined ? trendRefreshMs : false,
    placeholderData: keepPreviousData,
  });
}
