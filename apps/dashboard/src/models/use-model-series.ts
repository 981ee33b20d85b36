import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { trpc } from "../api/index.ts";
import { liveStore } from "../live/index.ts";
import { useViewTime } from "../time/index.ts";
import { modelMetrics, type ModelSeries, type ModelWindow } from "./model-series.ts";

const pointsShown = 180;
const refreshMs = 10_000;

/** One model's figures over the window that is shown and the one before it; the last fifteen minutes while live. */
export function useModelSeries(provider: string, model: string) {
  const { windowMs, at } = useViewTime();
  const name = `${provider}/${model}`;
  const { data, error } = useQuery({
    queryKey: ["model.series", name, windowMs, at],
    queryFn: async ({ signal }) => {
      const to = at ?? liveStore.getState().serverNow();
      const from = Math.max(0, to - 2 * windowMs);
      const asked = { from, to, maxPoints: 2 * pointsShown, by: "model" as const, values: [name] };
      const found = await Promise.all(
        modelMetrics.map(
          async (metric) =>
            [metric, await trpc.history.series.query({ metric, ...asked }, { signal })] as const,
        ),
      );
      // One of each metric was asked for.
      return Object.fromEntries(found) as ModelSeries;
    },
    refetchInterval: at === undefined ? refreshMs : false,
    placeholderData: keepPreviousData,
  });
  const window = useMemo<ModelWindow>(() => {
    const stepMs = data?.modelCalls.stepMs ?? windowMs;
    return { steps: Math.max(1, Math.round(windowMs / stepMs)), isLastOpen: at === undefined };
  }, [data, windowMs, at]);
  return { series: data, window, error };
}
