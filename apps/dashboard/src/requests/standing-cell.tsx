import type { RequestRow } from "@signalbox/api-contract";
import { PhaseSwatch } from "../charts/phase-swatch.tsx";
import { Dot, cx } from "../ui/index.ts";
import { standingOf } from "./request-phase.ts";

const lamps = { neutral: "none", ok: "ok", warn: "warn", bad: "bad", info: "info" } as const;

export interface StandingCellProps {
  readonly row: RequestRow;
  /** See `silentText`. */
  readonly silent?: string | null;
}

/** How a request stands: pattern and word, and whether it has stopped or takes too long. */
export function StandingCell({ row, silent = null }: StandingCellProps) {
  const { text, phase, tone } = standingOf(row);
  return (
    <span className="inline-flex max-w-full items-center gap-1.5">
      <span className="inline-flex w-3.5 shrink-0 justify-center">
        {phase === null ? <Dot tone={lamps[tone]} /> : <PhaseSwatch phase={phase} />}
      </span>
      <span className={cx("truncate", tone === "bad" && "text-bad")}>{text}</span>
      {row.errorKind !== null && row.outcome !== "cancelled" && (
        <span className="hidden truncate font-mono text-bad group-data-narrow/list:inline">
          {row.errorKind}
        </span>
      )}
      {silent !== null && <span className="shrink-0 text-warn">{silent}</span>}
      {silent === null && row.overdue && row.state !== "ended" && (
        <span className="text-warn">overdue</span>
      )}
    </span>
  );
}
