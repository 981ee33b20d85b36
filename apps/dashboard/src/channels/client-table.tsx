import type { ClientRow } from "@signalbox/api-contract";
import { Link } from "@tanstack/react-router";
import { rowId } from "../rows/grid-row.ts";
import { KnownCost } from "../ui/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { FigureTable, type FigureColumn } from "./figure-table.tsx";
import { Count, Duration, Failed, InFlight, LastSeen, Refused } from "./traffic-cells.tsx";

const columns: readonly FigureColumn<ClientRow>[] = [
  {
    head: "in flight",
    isWide: true,
    cell: ({ name, inFlight }) => <InFlight filter={{ client: name }} value={inFlight} />,
  },
  { head: "requests", cell: ({ requests }) => <Count value={requests} /> },
  { head: "failed", cell: (row) => <Failed filter={{ client: row.name }} row={row} /> },
  { head: "refused", isWide: true, cell: (row) => <Refused row={row} /> },
  {
    head: "cost",
    cell: (row) => (
      <KnownCost
        usd={row.requests === 0 && row.costUsd === 0 ? null : row.costUsd}
        unpriced={row.unpriced}
        of="call"
      />
    ),
  },
  { head: "tokens in", isWide: true, cell: ({ inputTokens }) => <Count value={inputTokens} /> },
  { head: "tokens out", isWide: true, cell: ({ outputTokens }) => <Count value={outputTokens} /> },
  { head: "latency p50", isWide: true, cell: ({ latencyP50 }) => <Duration ms={latencyP50} /> },
  { head: "p95", cell: ({ latencyP95 }) => <Duration ms={latencyP95} /> },
  {
    head: "last seen",
    isWide: true,
    cell: ({ lastSeenAt }, now) => <LastSeen at={lastSeenAt} now={now} />,
  },
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

function nameOf(row: ClientRow) {
  const { name, maySend, lastSeenAt } = row;
  // Of the past, nobody knows when it was seen last.
  const isUnheard = maySend && lastSeenAt === null && row.requests + row.inFlight === 0;
  return (
    <>
      <Link to="/requests" search={{ client: name }} className="font-medium hover:underline">
        {visibleText(name)}
      </Link>
      {isUnheard ? <span className="text-2xs text-muted"> has a token, not heard of</span> : null}
    </>
  );
}
