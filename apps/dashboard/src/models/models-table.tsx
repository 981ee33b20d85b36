import type { ModelRow } from "@signalbox/api-contract";
import type { ReactNode } from "react";
import { formatAge, formatCost, formatDuration } from "../figures/figures.ts";
import { cx } from "../ui/index.ts";
import { countText, firstTokenText, gapText } from "./model-figures.ts";
import { ActionButton } from "../actions/index.ts";
import { visibleText } from "../requests/visible-text.ts";
import { ModelFailed, ModelName } from "./model-name.tsx";
import { isFailing, modelKey } from "./model-order.ts";
import { quotaText, standingLines } from "./model-standing.ts";
import { ModelState } from "./model-state.tsx";

interface Column {
  readonly head: string;
  readonly cell: (row: ModelRow, now: number) => ReactNode;
}

const columns: readonly Column[] = [
  { head: "state", cell: (row) => <ModelState row={row} /> },
  { head: "in flight", cell: ({ inFlight }) => countText(inFlight) },
  { head: "calls", cell: ({ calls }) => countText(calls) },
  { head: "failed", cell: (row) => <ModelFailed row={row} isBad={isFailing(row)} /> },
  { head: "recovered", cell: ({ recovered }) => countText(recovered) },
  { head: "failures by kind", cell: ({ failuresByKind }) => countsText(failuresByKind) },
  { head: "finished", cell: ({ finishReasons }) => countsText(finishReasons) },
  { head: "first p50", cell: ({ ttftP50 }) => firstTokenText(ttftP50) },
  { head: "first p95", cell: ({ ttftP95 }) => firstTokenText(ttftP95) },
  { head: "latency p50", cell: ({ latencyP50 }) => durationText(latencyP50) },
  { head: "p95", cell: ({ latencyP95 }) => durationText(latencyP95) },
  { head: "p99", cell: ({ latencyP99 }) => durationText(latencyP99) },
  { head: "gap p95", cell: ({ gapP95 }) => gapText(gapP95) },
  { head: "tok/s", cell: ({ tokensPerSec }) => countText(tokensPerSec) },
  { head: "tokens in", cell: ({ inputTokens }) => countText(inputTokens) },
  { head: "tokens out", cell: ({ outputTokens }) => countText(outputTokens) },
  { head: "cost", cell: ({ costUsd }) => (costUsd === null ? "–" : formatCost(costUsd)) },
  { head: "quota left", cell: (row, now) => quotaText(row, now) ?? "–" },
  {
    head: "last success",
    cell: ({ lastSuccessAt }, now) =>
      lastSuccessAt === null ? "–" : `${formatAge(Math.max(0, now - lastSuccessAt))} ago`,
  },
  { head: "key", cell: ({ keyFrom }) => keyFrom ?? "–" },
];

const cellLook =
  "border-b border-line-soft px-2.5 py-1.5 whitespace-nowrap not-first:text-right first:text-left";
const firstLook = "sticky left-0 bg-surface";

export interface ModelsTableProps {
  readonly rows: readonly ModelRow[];
  readonly now: number;
  readonly whyNot: string | null;
  readonly onAction: (action: "pause" | "resume", row: ModelRow) => void;
}

export function ModelsTable({ rows, now, whyNot, onAction }: ModelsTableProps) {
  return (
    <table className="live-value w-full text-xs">
      <caption className="sr-only">Models, the worst first</caption>
      <thead>
        <tr className="text-muted">
          <th scope="col" className={cx(cellLook, firstLook, "font-medium")}>
            model
          </th>
          {columns.map(({ head }) => (
            <th key={head} scope="col" className={cx(cellLook, "font-medium")}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={modelKey(row)}>
            <th scope="row" className={cx(cellLook, firstLook, "font-normal")}>
              <span className="flex items-center justify-between gap-2">
                <ModelName row={row} />
                <ModelButton row={row} whyNot={whyNot} onAction={onAction} />
              </span>
              {standingLines(row, now).map((line) => (
                <p key={line} className="max-w-96 text-2xs whitespace-normal text-muted">
                  {visibleText(line)}
                </p>
              ))}
            </th>
            {columns.map(({ head, cell }) => (
              <td key={head} className={cellLook}>
                {cell(row, now)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A model that is held back can be resumed, any other paused. */
function ModelButton({
  row,
  whyNot,
  onAction,
}: Omit<ModelsTableProps, "rows" | "now"> & { readonly row: ModelRow }) {
  const isHeld = row.state === "paused" || row.state === "open" || row.state === "half-open";
  const action = isHeld ? "resume" : "pause";
  return (
    <ActionButton
      look="ghost"
      whyNot={whyNot}
      aria-label={`${action} ${row.provider} ${row.model}`}
      onClick={() => onAction(action, row)}
    >
      {action}
    </ActionButton>
  );
}

function durationText(ms: number | null): string {
  return ms === null ? "–" : formatDuration(ms);
}

function countsText(kinds: ModelRow["failuresByKind"]): ReactNode {
  const counted = Object.entries(kinds).toSorted(([, a], [, b]) => b - a);
  if (counted.length === 0) return <span className="text-faint">–</span>;
  return (
    <span className="font-mono">
      {counted.map(([kind, count]) => `${kind} ${count}`).join(", ")}
    </span>
  );
}
