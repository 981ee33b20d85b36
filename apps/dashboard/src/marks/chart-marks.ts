import type { HistoryMarks } from "@signalbox/api-contract";
import type { ChartMark, ChartSpan } from "../charts/index.ts";
import { formatDuration } from "../figures/figures.ts";
import { visibleText } from "../ui/visible-text.ts";

/** What charts mark of a window: starts of the gateway and changes of the config as lines. */
export function marksOf({ marks }: HistoryMarks): ChartMark[] {
  return marks.flatMap(({ at, kind, label }): ChartMark[] => {
    if (kind === "stall") return [];
    const isStart = kind === "start";
    return [
      {
        t: at,
        label: isStart ? "start" : "config",
        detail: isStart ? `version ${visibleText(label)} started` : visibleText(label),
        color: isStart ? "muted" : "info",
        isOnset: false,
      },
    ];
  });
}

/** Stalls, and gaps that history declares. */
export function spansOf({ marks, gaps }: HistoryMarks): ChartSpan[] {
  const stalls = marks.flatMap(({ at, durationMs }): ChartSpan[] =>
    durationMs === null
      ? []
      : [
          {
            from: at - durationMs,
            to: at,
            kind: "stall",
            detail: `the gateway itself stood still for ${formatDuration(durationMs)}`,
          },
        ],
  );
  const declared = gaps.map(({ from, to, reason }): ChartSpan => {
    return { from, to, kind: "gap", detail: `no data: ${visibleText(reason)}` };
  });
  return [...declared, ...stalls];
}

/** Steps of which nothing is known, as stretches of time. */
export function unknownSpans(
  t: readonly number[],
  stepMs: number,
  isKnown: (index: number) => boolean,
): ChartSpan[] {
  const spans: { from: number; to: number }[] = [];
  for (const [index, from] of t.entries()) {
    if (isKnown(index)) continue;
    const last = spans.at(-1);
    if (last !== undefined && last.to === from) last.to = from + stepMs;
    else spans.push({ from, to: from + stepMs });
  }
  return spans.map(({ from, to }) => ({ from, to, kind: "gap", detail: "no data" }));
}
