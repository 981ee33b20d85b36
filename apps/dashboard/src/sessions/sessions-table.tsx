import { Link } from "@tanstack/react-router";
import { memo, type ReactNode, type RefObject } from "react";
import { formatAge, formatCount } from "../figures/figures.ts";
import { shallowEqual } from "../live/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { cursorLook, rowId } from "../rows/grid-row.ts";
import { GridTable } from "../rows/grid-table.tsx";
import { RowSpacer } from "../rows/row-spacer.tsx";
import { useSlots } from "../rows/use-slots.ts";
import type { DrawnRows } from "../rows/use-drawn-rows.ts";
import type { HeldRows } from "../rows/use-held-rows.ts";
import { timeText } from "../time/index.ts";
import { cx, Dot, KnownCost } from "../ui/index.ts";
import { SessionLink } from "./session-link.tsx";
import { lineKey, type SessionLine } from "./session-lines.ts";

interface Column {
  readonly head: string;
  /** Of its head, which gives the column its width. */
  readonly width: string;
  readonly className: string;
  readonly cell: (line: SessionLine, told: ToldTimes) => ReactNode;
}

/** What of a line changes with the clock alone. */
interface ToldTimes {
  readonly began: string;
  readonly seen: string;
}

/** Clocks differ by so much. */
const aMomentMs = 2_000;
const right = "text-right whitespace-nowrap";
const none = <span className="text-faint">–</span>;

const columns: readonly Column[] = [
  {
    head: "session",
    width: "",
    className: "truncate",
    cell: ({ sessionId, clientId }) => (
      <SessionLink
        sessionId={sessionId}
        clientId={clientId}
        isInGrid
        className="font-medium after:absolute after:inset-0"
      >
        {visibleText(sessionId)}
      </SessionLink>
    ),
  },
  {
    head: "client",
    width: "w-44",
    className: "truncate max-sm:hidden",
    cell: ({ client }) => visibleText(client),
  },
  {
    head: "in flight",
    width: "w-20",
    className: cx(right, "max-sm:hidden"),
    cell: ({ inFlight }) =>
      inFlight === 0 ? (
        none
      ) : (
        <span className="inline-flex items-center gap-1.5">
          <Dot tone="info" /> {inFlight}
        </span>
      ),
  },
  {
    head: "requests",
    width: "w-20",
    className: right,
    cell: ({ requests }) => formatCount(requests),
  },
  {
    head: "failed",
    width: "w-16",
    className: right,
    cell: (line) => <Failed line={line} />,
  },
  {
    head: "messages",
    width: "w-22",
    className: cx(right, "max-md:hidden"),
    cell: ({ messages }) => (messages === 0 ? none : formatCount(messages)),
  },
  {
    head: "tokens in",
    width: "w-24",
    className: cx(right, "max-md:hidden"),
    cell: ({ inputTokens }) => formatCount(inputTokens),
  },
  {
    head: "tokens out",
    width: "w-24",
    className: cx(right, "max-md:hidden"),
    cell: ({ outputTokens }) => formatCount(outputTokens),
  },
  {
    head: "cost",
    width: "w-24",
    className: cx(right, "max-sm:hidden"),
    cell: ({ costUsd, unpriced }) => <KnownCost usd={costUsd} unpriced={unpriced} of="request" />,
  },
  {
    head: "began",
    width: "w-24",
    className: cx(right, "max-md:hidden"),
    cell: (_, { began }) => began,
  },
  {
    head: "last seen",
    width: "w-24",
    className: right,
    cell: (_, { seen }) => seen,
  },
];

function seenText({ updatedAt, inFlight }: SessionLine, now: number): string {
  if (inFlight > 0) return "now";
  // Of a past moment: what is told of a session is how it is today.
  return updatedAt > now + aMomentMs
    ? "since then"
    : `${formatAge(Math.max(0, now - updatedAt))} ago`;
}

/** Failed requests of a session, and the way to them. */
function Failed({ line: { failed, lane } }: { readonly line: SessionLine }) {
  if (failed === 0) return none;
  return (
    <Link
      to="/requests"
      search={{ lane, outcome: "failed" }}
      className="relative z-1 text-bad hover:underline"
    >
      {formatCount(failed)}
    </Link>
  );
}

export function lineId(line: SessionLine): string {
  return rowId("session", lineKey(line));
}

export interface SessionsTableProps {
  readonly lines: readonly SessionLine[];
  /** Those of them in sight. */
  readonly drawn: Pick<DrawnRows<SessionLine>, "rows" | "above" | "below">;
  readonly now: number;
  /** The line that the keyboard is at, by its place. */
  readonly cursor: number;
  readonly gridRef: RefObject<HTMLTableElement | null>;
  readonly holder: HeldRows<SessionLine>["holder"];
}

/** Of a line, in pixels: a little more than its text takes, so that all are of one height. */
export const lineHeight = 30;
const cellLook = "border-b border-line-soft px-2.5 py-1.5 first:pl-3 last:pr-3";

/** Sessions, one a line; all of a line leads to the conversation. */
export function SessionsTable(props: SessionsTableProps) {
  const { lines, drawn, now, cursor, gridRef, holder } = props;
  const active = lines[cursor];
  const slots = useSlots(drawn.rows.map(({ row }) => lineKey(row)));
  return (
    <GridTable
      ref={gridRef}
      label="Sessions"
      rowCount={lines.length + 1}
      activeId={active === undefined ? undefined : lineId(active)}
      className="live-value w-full table-fixed text-xs"
      {...holder}
    >
      <thead className="sticky top-0 z-10 bg-surface text-muted">
        <tr>
          {columns.map(({ head, width, className }) => (
            <th
              key={head}
              scope="col"
              className={cx(cellLook, width, className, "text-left font-medium", className)}
            >
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <RowSpacer height={drawn.above} />
        {drawn.rows.map(({ row: line, index }, at) => (
          <tr
            key={slots[at]}
            id={lineId(line)}
            aria-rowindex={index + 2}
            style={{ height: lineHeight }}
            className={cx("relative hover:bg-raised", index === cursor && cursorLook)}
          >
            <Cells line={line} began={timeText(line.createdAt, now)} seen={seenText(line, now)} />
          </tr>
        ))}
        <RowSpacer height={drawn.below} />
      </tbody>
    </GridTable>
  );
}

interface CellsProps extends ToldTimes {
  readonly line: SessionLine;
}

/** Apart from the line, which is made anew with each frame and seldom says anything else. */
const Cells = memo(
  function Cells({ line, began, seen }: CellsProps) {
    return columns.map(({ head, className, cell }) => (
      <td key={head} className={cx(cellLook, className)}>
        {cell(line, { began, seen })}
      </td>
    ));
  },
  (a, b) => a.began === b.began && a.seen === b.seen && shallowEqual(a.line, b.line),
);
