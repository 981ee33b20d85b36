import { Link } from "@tanstack/react-router";
import type { RequestRow } from "@signalbox/api-contract";
import { shortId } from "../figures/figures.ts";
import { visibleText } from "../ui/visible-text.ts";
import { clockText } from "../time/moment-text.ts";
import { cx } from "../ui/index.ts";

export interface EvidenceSamplesProps {
  readonly label: string;
  readonly note: string;
  readonly rows: readonly RequestRow[];
  /** What makes a request one of them. */
  readonly told: (row: RequestRow) => {
    readonly mark: string;
    readonly text: string;
    readonly isBad?: boolean;
  };
}

/** Requests to be looked at. */
export function EvidenceSamples({ label, note, rows, told }: EvidenceSamplesProps) {
  if (rows.length === 0) return null;
  return (
    <section aria-label={label}>
      <h2 className="mb-1.5 text-xs font-semibold">
        {label} <span className="font-[450] text-muted">{note}</span>
      </h2>
      <ul className="overflow-hidden rounded-lg border border-line bg-surface text-xs">
        {rows.map((row) => (
          <li key={row.id} className="border-b border-line-soft last:border-0">
            <Link
              to="."
              search={(now) => ({ ...now, evidence: undefined, request: row.id })}
              className="grid grid-cols-[64px_minmax(0,1fr)] gap-x-3 gap-y-0.5 px-3 py-1.75 -outline-offset-2 hover:bg-raised sm:grid-cols-[64px_minmax(0,15rem)_7rem_minmax(0,1fr)]"
            >
              <time className="text-muted" dateTime={new Date(row.startedAt).toISOString()}>
                {clockText(row.startedAt)}
              </time>
              <span className="truncate">
                {visibleText(row.laneLabel)}{" "}
                <span className="font-mono text-muted">{visibleText(shortId(row.id))}</span>
              </span>
              <Told {...told(row)} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Told({ mark, text, isBad = false }: ReturnType<EvidenceSamplesProps["told"]>) {
  return (
    <>
      <span
        className={cx("truncate max-sm:col-start-2", isBad ? "font-mono text-bad" : "text-warn")}
      >
        {mark}
      </span>
      <span className="truncate text-muted max-sm:col-start-2">{visibleText(text)}</span>
    </>
  );
}
