import type { ClientRow } from "@signalbox/api-contract";
import { Link } from "@tanstack/react-router";
import { formatAge, formatCount, formatDuration } from "../figures/figures.ts";
import { refusedText } from "./refusal-words.ts";
import { isFailing } from "./traffic-order.ts";

/** What the requests of a row are found by. */
export interface TrafficFilter {
  readonly channel?: string;
  readonly client?: string;
}

const none = <span className="text-faint">–</span>;

/** A count that is of interest only where there is one. */
export function Count({ value }: { readonly value: number }) {
  return value === 0 ? <span className="text-faint">0</span> : formatCount(value);
}

/** Leads to those in flight. */
export function InFlight(props: { readonly filter: TrafficFilter; readonly value: number }) {
  const { filter, value } = props;
  if (value === 0) return <Count value={0} />;
  return (
    <Link to="/requests" search={filter} className="hover:underline">
      {formatCount(value)}
    </Link>
  );
}

/** Leads to those that failed. */
export function Failed(props: {
  readonly filter: TrafficFilter;
  readonly row: Pick<ClientRow, "requests" | "failed">;
}) {
  const { filter, row } = props;
  if (row.failed === 0) return <Count value={0} />;
  const share = row.requests === 0 ? "" : ` · ${((100 * row.failed) / row.requests).toFixed(1)} %`;
  return (
    <Link
      to="/requests"
      search={{ ...filter, outcome: "failed" }}
      className={isFailing(row) ? "text-bad hover:underline" : "hover:underline"}
    >
      {formatCount(row.failed)}
      {share}
    </Link>
  );
}

export function Duration({ ms }: { readonly ms: number | null }) {
  return ms === null ? none : formatDuration(ms);
}

/** Turned away at the door, by status; a dash where nobody counted. */
export function Refused({ row }: { readonly row: Pick<ClientRow, "refused" | "refusedByStatus"> }) {
  if (row.refused === null || row.refusedByStatus === null) return none;
  if (row.refused === 0) return <Count value={0} />;
  return (
    <>
      {formatCount(row.refused)}
      <p className="font-mono text-2xs text-warn">{refusedText(row.refusedByStatus)}</p>
    </>
  );
}

export function LastSeen({ at, now }: { readonly at: number | null; readonly now: number }) {
  return at === null ? none : `${formatAge(Math.max(0, now - at))} ago`;
}
