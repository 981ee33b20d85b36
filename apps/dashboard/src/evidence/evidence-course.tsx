import { useMemo } from "react";
import type { OverviewSeries } from "@signalbox/api-contract";
import { TimeChart, useChartFeed, type ChartMark, type ChartSeries } from "../charts/index.ts";
import { useShown } from "../live/index.ts";
import { useZoom } from "../time/index.ts";

const plotHeight = 130;
const series: ChartSeries[] = [
  { key: "failed", label: "failed", color: "bad", kind: "bar" },
  { key: "ended", label: "ended otherwise", color: "muted", kind: "bar" },
];

/** What failed and what did not over the last quarter of an hour, and since when the verdict holds. */
export function EvidenceCourse({ course }: { readonly course: OverviewSeries }) {
  const since = useShown(({ verdict }) => verdict.since);
  const level = useShown(({ verdict }) => verdict.level);
  const zoom = useZoom();
  const data = useMemo(() => courseData(course), [course]);
  const marks = useMemo((): ChartMark[] => {
    const [first = Infinity] = data.t;
    if (since === null || since < first) return [];
    const color = level === "bad" ? "bad" : "warn";
    return [{ t: since, label: "since", detail: "the verdict's onset", color, isOnset: true }];
  }, [since, level, data]);
  const feed = useChartFeed(useMemo(() => ({ series, data, marks }), [data, marks]));
  return (
    <TimeChart
      title="Requests that ended"
      subtitle={`in each ${course.stepMs / 1_000} s: failed, and otherwise`}
      feed={feed}
      unit={String}
      onZoom={zoom}
      height={plotHeight}
    />
  );
}

function courseData({ points }: OverviewSeries) {
  return {
    t: points.map(({ t }) => t),
    values: [
      points.map(({ failed }) => failed),
      points.map(({ messages, failed }) => Math.max(0, messages - failed)),
    ],
  };
}
