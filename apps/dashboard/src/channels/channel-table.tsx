import type { ChannelRow } from "@signalbox/api-contract";
import { Link } from "@tanstack/react-router";
import { rowId } from "../rows/grid-row.ts";
import { visibleText } from "../ui/visible-text.ts";
import { Badge } from "../ui/index.ts";
import { channelWords } from "./channel-words.ts";
import { FigureTable, type FigureColumn } from "./figure-table.tsx";
import { Count, Duration, Failed, InFlight, LastSeen, Refused } from "./traffic-cells.tsx";
import type { TrafficFilter } from "./traffic-cells.tsx";

const tones = { ok: "ok", warn: "warn", error: "bad" } as const;

const columns: readonly FigureColumn<ChannelRow>[] = [
  { head: "state", cell: (row) => <State row={row} /> },
  {
    head: "in flight",
    isWide: true,
    cell: (row) => <InFlight filter={channelFilter(row)} value={row.inFlight} />,
  },
  { head: "requests", cell: ({ requests }) => <Count value={requests} /> },
  { head: "failed", cell: (row) => <Failed filter={channelFilter(row)} row={row} /> },
  { head: "refused", isWide: true, cell: (row) => <Refused row={row} /> },
  { head: "first token p95", isWide: true, cell: ({ ttftP95 }) => <Duration ms={ttftP95} /> },
  { head: "latency p50", isWide: true, cell: ({ latencyP50 }) => <Duration ms={latencyP50} /> },
  { head: "p95", cell: ({ latencyP95 }) => <Duration ms={latencyP95} /> },
  { head: "p99", isWide: true, cell: ({ latencyP99 }) => <Duration ms={latencyP99} /> },
  {
    head: "last seen",
    isWide: true,
    cell: ({ lastSeenAt }, now) => <LastSeen at={lastSeenAt} now={now} />,
  },
];

const connections: FigureColumn<ChannelRow> = {
  head: "connections",
  isWide: true,
  cell: (row) => <Count value={row.connections} />,
};

export interface ChannelTableProps {
  readonly rows: readonly ChannelRow[];
  readonly now: number;
  /** The id of the row that the keyboard is at, of whichever list. */
  readonly active: string | undefined;
  /** Who is connected is known of now alone. */
  readonly isPast: boolean;
}

/** The ways in: how each stands, and what came by it. */
export function ChannelTable({ rows, now, active, isPast }: ChannelTableProps) {
  const [state, ...rest] = columns;
  const shown = isPast || state === undefined ? columns : [state, connections, ...rest];
  return (
    <FigureTable
      caption="Channels, those that are not well first"
      of="channel"
      columns={shown}
      rows={rows}
      now={now}
      idOf={channelRowId}
      active={active}
      name={nameOf}
    />
  );
}

export function channelRowId(row: ChannelRow): string {
  return rowId("channel", channelKey(row));
}

export function channelKey({ kind, name }: ChannelRow): string {
  return `${kind} ${name}`;
}

/** What its requests are found by: a webhook's count under its name as a client. */
export function channelFilter({ kind, name }: ChannelRow): TrafficFilter {
  return kind === "webhook" ? { client: name } : { channel: name };
}

function State({ row }: { readonly row: ChannelRow }) {
  const { status, reason } = row;
  const isQuiet = status === "ok" && row.requests + row.inFlight === 0;
  return (
    <>
      <Badge tone={isQuiet ? "neutral" : tones[status]}>{isQuiet ? "quiet" : status}</Badge>
      {reason === null ? null : <p className="text-2xs text-muted">{reason}</p>}
    </>
  );
}

function nameOf(row: ChannelRow) {
  return (
    <>
      <Link to="/requests" search={channelFilter(row)} className="font-medium hover:underline">
        {visibleText(row.name)}
      </Link>
      <p className="text-2xs text-muted max-sm:hidden">{channelWords(row)}</p>
    </>
  );
}
