import type { ClientRow } from "@signalbox/api-contract";
import { Link } from "@tanstack/react-router";
import { formatCost, formatCount } from "../figures/figures.ts";
import { rowId } from "../rows/grid-row.ts";
import { visibleText } from "../ui/visible-text.ts";
import { FigureTable, type FigureColumn } from "./figure-table.tsx";
import { Count, Duration, Failed, InFlight, LastSeen, Refused } from "./traffic-cells.tsx";

const columns: readonly FigureColumn<ClientRow>[] = [
  {
    head: "in flight",
    cell: ({ name, inFlight }) => <InFlight filter={{ client: name }} value={inFlight} />,
  },
  { head: "requests", cell: ({ requests }) => <Count value={requests} /> },
  { head: "failed", cell: (row) => <Failed filter={{ client: row.name }} row={row} /> },
  { head: "refused", cell: (row) => <Refused row={row} /> },
  { head: "cost", cell: (row) => costText(row) },
  { head: "tokens in", cell: ({ inputTokens }) => <Count value={inputTokens} /> },
  { head: "tokens out", cell: ({ outputTokens }) => <Count value={outputTokens} /> },
  { head: "latency p50", cell: ({ latencyP50 }) => <Duration ms={latencyP50} /> },
  { head: "p95", cell: ({ latencyP95 }) => <Duration ms={latencyP95} /> },
  { head: "last seen", cell: ({ lastSeenAt }, now) => <LastSeen at={lastSeenAt} now={now} /> },
];

export interface ClientTableProps {
  readonly rows: readonly ClientRow[];
  readonly now: number;
  /** The id of the row that the keyboard is at, of whichever list. */
  readonly active: string | undefined;
}

/** Who sends, by the names of their tokens. */
export function ClientTable({ rows, now, active }: ClientTableProps) {
  return (
    <FigureTable
      caption="Clients, those whose requests fail first"
      of="client"
      columns={columns}
      rows={rows}
      now={now}
      idOf={clientRowId}
      active={active}
      name={nameOf}
    />
  );
}

export function clientRowId(row: ClientRow): string {
  return rowId("client", clientKey(row));
}

export function clientKey({ name }: ClientRow): string {
  return name;
}

/** At least so much, where calls have no known price. */
function costText({ costUsd, unpriced, requests }: ClientRow): string {
  if (requests === 0 && costUsd === 0) return "–";
  if (costUsd === null) return "no price";
  const more = unpriced === 0 ? "" : `, ${formatCount(unpriced)} without a price`;
  return `${unpriced === 0 ? "" : "≥ "}${formatCost(costUsd)}${more}`;
}

function nameOf({ name, maySend, lastSeenAt }: ClientRow) {
  return (
    <>
      <Link to="/requests" search={{ client: name }} className="font-medium hover:underline">
        {visibleText(name)}
      </Link>
      {maySend && lastSeenAt === null ? (
        <span className="text-2xs text-muted"> has a token, not heard of</span>
      ) : null}
    </>
  );
}
