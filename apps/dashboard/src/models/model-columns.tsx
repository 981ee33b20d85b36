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
  /** The least width of the table at which it is a column there; null for never. */
  readonly from: number | null;
}

/** Everything that is told of a model, in the order in which a person on call asks for it. */
export const modelFigures: readonly ModelFigure[] = [
  { head: "state", from: 0, cell: (row) => <ModelState row={row} /> },
  { head: "calls", from: 440, cell: ({ calls }) => countText(calls) },
  {
    head: "failed",
    from: 0,
    cell: (row) => <ModelFailed row={row} isBad={isFailing(row)} />,
  },
  { head: "recovered", from: 900, cell: ({ recovered }) => countText(recovered) },
  { head: "in flight", from: 700, cell: ({ inFlight }) => countText(inFlight) },
  { head: "first p50", from: null, cell: ({ ttftP50 }) => firstTokenText(ttftP50) },
  { head: "first p95", from: 440, cell: ({ ttftP95 }) => firstTokenText(ttftP95) },
  { head: "latency p50", from: null, cell: ({ latencyP50 }) => durationText(latencyP50) },
  { head: "latency p95", from: 700, cell: ({ latencyP95 }) => durationText(latencyP95) },
  { head: "latency p99", from: 1100, cell: ({ latencyP99 }) => durationText(latencyP99) },
  { head: "gap p95", from: 700, cell: ({ gapP95 }) => gapText(gapP95) },
  { head: "tok/s", from: 900, cell: ({ tokensPerSec }) => countText(tokensPerSec) },
  {
    head: "cost",
    from: 700,
    cell: ({ costUsd, unpriced }) => <KnownCost usd={costUsd} unpriced={unpriced} of="call" />,
  },
  {
    head: "last success",
    from: 1100,
    cell: ({ lastSuccessAt }, now) =>
      lastSuccessAt === null ? "–" : `${formatAge(Math.max(0, now - lastSuccessAt))} ago`,
  },
  { head: "key", from: 1100, cell: ({ keyFrom }) => keyFrom ?? "–" },
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
