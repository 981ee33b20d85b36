import type { ModelRow } from "@signalbox/api-contract";
import type { ReactNode } from "react";
import { formatAge, formatDuration } from "../figures/figures.ts";
import { KnownCost } from "../ui/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { countText, firstTokenText, gapText } from "./model-figures.ts";
import { ModelFailed } from "./model-name.tsx";
import { isFailing } from "./model-order.ts";
import { quotaText } from "./model-standing.ts";
import { ModelState } from "./model-state.tsx";

export interface ModelFigure {
  readonly head: string;
  readonly cell: (row: ModelRow, now: number) => ReactNode;
  /** How wide the table has to be to have it as a column; null for never. */
  readonly from: keyof typeof shownFrom | null;
}

/** Whole class names, so that the style sheet finds them. */
export const shownFrom = {
  always: "",
  narrow: "hidden @min-[440px]:table-cell",
  middle: "hidden @min-[700px]:table-cell",
  wide: "hidden @min-[900px]:table-cell",
  widest: "hidden @min-[1100px]:table-cell",
} as const;

/** Everything that is told of a model, in the order in which a person on call asks for it. */
export const modelFigures: readonly ModelFigure[] = [
  { head: "state", from: "always", cell: (row) => <ModelState row={row} /> },
  { head: "calls", from: "narrow", cell: ({ calls }) => countText(calls) },
  {
    head: "failed",
    from: "always",
    cell: (row) => <ModelFailed row={row} isBad={isFailing(row)} />,
  },
  { head: "recovered", from: "wide", cell: ({ recovered }) => countText(recovered) },
  { head: "in flight", from: "middle", cell: ({ inFlight }) => countText(inFlight) },
  { head: "first p50", from: null, cell: ({ ttftP50 }) => firstTokenText(ttftP50) },
  { head: "first p95", from: "narrow", cell: ({ ttftP95 }) => firstTokenText(ttftP95) },
  { head: "latency p50", from: null, cell: ({ latencyP50 }) => durationText(latencyP50) },
  { head: "latency p95", from: "middle", cell: ({ latencyP95 }) => durationText(latencyP95) },
  { head: "latency p99", from: "widest", cell: ({ latencyP99 }) => durationText(latencyP99) },
  { head: "gap p95", from: "middle", cell: ({ gapP95 }) => gapText(gapP95) },
  { head: "tok/s", from: "wide", cell: ({ tokensPerSec }) => countText(tokensPerSec) },
  {
    head: "cost",
    from: "middle",
    cell: ({ costUsd, unpriced }) => <KnownCost usd={costUsd} unpriced={unpriced} of="call" />,
  },
  {
    head: "last success",
    from: "widest",
    cell: ({ lastSuccessAt }, now) =>
      lastSuccessAt === null ? "–" : `${formatAge(Math.max(0, now - lastSuccessAt))} ago`,
  },
  { head: "key", from: "widest", cell: ({ keyFrom }) => keyFrom ?? "–" },
  { head: "quota left", from: null, cell: (row, now) => quotaText(row, now) ?? "–" },
  {
    head: "newest failures",
    from: null,
    cell: ({ failuresByKind }) => countsText(failuresByKind),
  },
  { head: "newest ended with", from: null, cell: ({ finishReasons }) => countsText(finishReasons) },
  { head: "tokens in", from: null, cell: ({ inputTokens }) => countText(inputTokens) },
  { head: "tokens out", from: null, cell: ({ outputTokens }) => countText(outputTokens) },
];

function durationText(ms: number | null): string {
  return ms === null ? "–" : formatDuration(ms);
}

function countsText(kinds: ModelRow["failuresByKind"]): ReactNode {
  const counted = Object.entries(kinds).toSorted(([, a], [, b]) => b - a);
  if (counted.length === 0) return <span className="text-faint">–</span>;
  return (
    <span className="font-mono">
      {counted.map(([kind, count]) => `${visibleText(kind)} ${count}`).join(", ")}
    </span>
  );
}
