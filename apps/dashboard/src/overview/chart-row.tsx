import { memo, useMemo } from "react";
import { useOpenRequest } from "../app/open-request.tsx";
import { TimeChart, useChartFeed } from "../charts/index.ts";
import { useShown } from "../live/index.ts";
import { unknownSpans, useMarks } from "../marks/index.ts";
import { useViewTime, useZoom } from "../time/index.ts";
import {
  failuresChart,
  firstTokenChart,
  gapChart,
  onsetMarks,
  type Periods,
} from "./chart-data.ts";
import { formatAxisDuration, formatAxisRate } from "../figures/axis-units.ts";
import { useRequestDots } from "./use-request-dots.ts";

const plotHeight = 140;

export interface ChartRowProps {
  readonly periods: Periods;
  /** `provider/model` whose first token comes latest. */
  readonly worst: string | null;
}

/** First token, gap between tokens and failures, over the same time. */
export const ChartRow = memo(function ChartRow({ periods, worst }: ChartRowProps) {
  const openRequest = useOpenRequest();
  const zoom = useZoom();
  const common = useCommon(periods);
  const dots = useRequestDots(periods, worst);
  const firstToken = useChartFeed(
    useMemo(
      () => ({ ...firstTokenChart(periods, worst), ...common, dots: dots.firstToken }),
      [periods, worst, common, dots],
    ),
  );
  const gap = useChartFeed(useMemo(() => ({ ...gapChart(periods), ...common }), [periods, common]));
  const failures = useChartFeed(
    useMemo(
      () => ({ ...failuresChart(periods), ...common, dots: dots.failures }),
      [periods, common, dots],
    ),
  );
  const shared = { onOpen: openRequest, onZoom: zoom, height: plotHeight };
  return (
    <div className="grid shrink-0 grid-cols-1 gap-3 md:grid-cols-3">
      <TimeChart
        title="First token"
        subtitle={`p50 · p95 · p99, ${worst === null ? "worst model" : worst.replace("/", " · ")}`}
        feed={firstToken}
        unit={formatAxisDuration}
        {...shared}
      />
      <TimeChart
        title="Gap between tokens"
        subtitle="p95 by model"
        feed={gap}
        unit={formatAxisDuration}
        {...shared}
      />
      <TimeChart
        title="Failures"
        subtitle="by kind"
        feed={failures}
        unit={formatAxisRate}
        {...shared}
      />
    </div>
  );
});

/** What all three mark: the onset, what happened to the gateway itself, and of when nothing is known. */
function useCommon({ now }: Periods) {
  const verdict = useShown((state) => state.verdict);
  const found = useMarks(useViewTime(), now.t.length * now.stepMs);
  return useMemo(
    () => ({
      marks: [...found.marks, ...onsetMarks(verdict, now)],
      spans: [
        ...unknownSpans(now.t, now.stepMs, (index) => now.points[index] != null),
        ...found.spans,
      ],
    }),
    [found, verdict, now],
  );
}
