import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { CallMetric, Heatmap } from "@signalbox/api-contract";
import { trpc } from "../api/index.ts";
import { liveStore } from "../live/index.ts";
import { useViewTime } from "../time/index.ts";

const columns = 120;
const refreshMs = 10_000;

export interface HeatmapOf {
  readonly provider: string;
  readonly model: string;
  readonly metric: CallMetric;
}

/** A model's heat map over the window that is shown; the last fifteen minutes while all is live. */
export function useHeatmap({ provider, model, metric }: HeatmapOf) {
  const { windowMs, at } = useViewTime();
  return useQuery<Heatmap>({
    queryKey: ["history.heatmap", provider, model, metric, windowMs, at],
    queryFn: ({ signal }) => {
      const to = at ?? liveStore.getState().serverNow();
      const from = Math.max(0, to - windowMs);
      return trpc.history.heatmap.query({ provider, model, metric, from, to, columns }, { signal });
    },
    refetchInterval: at === undefined ? refreshMs : false,
    placeholderData: keepPreviousData,
  });
}
