import { useNavigate, useSearch } from "@tanstack/react-router";
import type { CallMetric } from "@signalbox/api-contract";

/** What a heat map measures, as the address tells it: the first token unless it says another. */
export function useHeatmapMetric() {
  const search: { readonly metric?: CallMetric | undefined } = useSearch({ strict: false });
  const navigate = useNavigate();
  return {
    metric: search.metric ?? "ttft",
    onMetric: (metric: CallMetric) =>
      void navigate({ to: ".", search: (now) => ({ ...now, metric }), replace: true }),
  };
}
