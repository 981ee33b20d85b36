import type { ReactNode } from "react";
import type { RequestRow } from "@signalbox/api-contract";
import { PracticeBadge, cx } from "../ui/index.ts";
import {
  formatCost,
  formatCount,
  formatDuration,
  formatTokenRate,
  shortId,
} from "../figures/figures.ts";
import { SessionLink } from "../sessions/session-link.tsx";
import type { SortKey } from "./request-order.ts";
import { StandingCell } from "./standing-cell.tsx";
import { visibleText } from "../ui/visible-text.ts";

export interface Column {
  readonly key: SortKey;
  readonly label: string;
  /** A track of the grid. */
  readonly track: string;
  /** The least width of the table at which the column is there. */
  readonly from: number;
  readonly isFigure?: boolean;
  /** Null where there is nothing to tell. */
  readonly cell: (row: RequestRow, told: ToldTimes) => ReactNode;
}

/** What of a line changes with the clock alone. */
export interface ToldTimes {
  readonly accepted: string;
  readonly age: string;
  /** Of a stream that has stopped for now; else null. */
  readonly silent: string | null;
}

const none = <span className="text-faint">–</span>;
const textOr = (text: string | null) => (text === null ? null : visibleText(text));

/** All columns; those that don't fit are left out by `from`, the least telling first. */
export const columns: readonly Column[] = [
  {
    key: "state",
    label: "state",
    track: "minmax(148px,164px)",
    from: 0,
    cell: (row, { silent }) => <StandingCell row={row} silent={silent} />,
  },
  {
    key: "time",
    label: "time",
    track: "58px",
    from: 830,
    isFigure: true,
    cell: ({ startedAt }, { accepted }) => (
      <time dateTime={new Date(startedAt).toISOString()}>{accepted}</time>
    ),
  },
  {
    key: "age",
    label: "age",
    track: "54px",
    from: 0,
    isFigure: true,
    cell: (_, { age }) => age,
  },
  {
    key: "session",
    label: "session",
    track: "minmax(100px,1fr)",
    from: 620,
    cell: (row) =>
      row.oneShot ? null : (
        <SessionLink sessionId={row.sessionId} clientId={row.clientId} isInGrid>
          {shortId(visibleText(row.sessionId))}
        </SessionLink>
      ),
  },
  {
    key: "channel",
    label: "channel",
    track: "60px",
    from: 780,
    cell: (row) => visibleText(row.channel),
  },
  {
    key: "client",
    label: "client",
    track: "minmax(54px,0.6fr)",
    from: 1064,
    cell: (row) => visibleText(row.client),
  },
  {
    key: "agent",
    label: "agent",
    track: "minmax(54px,0.6fr)",
    from: 1000,
    cell: (row) => textOr(row.agent),
  },
  {
    key: "model",
    label: "model",
    // Most names are whole in it; on a phone there is room for less.
    track: "minmax(min(140px,30%),2fr)",
    from: 0,
    cell: (row) => (
      <>
        {row.provider !== null && row.model !== null && (
          <span className="text-muted max-sm:hidden">{visibleText(row.provider)} · </span>
        )}
        {row.model === null ? none : visibleText(row.model)} {row.practice && <PracticeBadge />}
      </>
    ),
  },
  {
    key: "tool",
    label: "tool",
    track: "minmax(54px,0.6fr)",
    from: 1128,
    cell: (row) => textOr(row.tool),
  },
  {
    key: "tokens",
    label: "tokens",
    track: "54px",
    from: 680,
    isFigure: true,
    cell: (row) => formatCount(row.outputTokens),
  },
  {
    key: "ttft",
    label: "first token",
    track: "64px",
    from: 1202,
    isFigure: true,
    cell: ({ ttft }) => (ttft === null ? null : formatDuration(ttft)),
  },
  {
    key: "rate",
    label: "tok/s",
    track: "46px",
    from: 1258,
    isFigure: true,
    cell: ({ outputTokens, tokensPerSec }) =>
      outputTokens === 0 || tokensPerSec === null || tokensPerSec === 0
        ? null
        : formatTokenRate(tokensPerSec),
  },
  {
    key: "cost",
    label: "cost",
    track: "64px",
    from: 740,
    isFigure: true,
    cell: (row) => (row.costUsd === null ? null : formatCost(row.costUsd)),
  },
  {
    key: "error",
    label: "error",
    track: "98px",
    from: 940,
    cell: (row) =>
      row.errorKind === null ? null : (
        <span className={cx("font-mono", row.outcome === "cancelled" ? "text-muted" : "text-bad")}>
          {row.errorKind}
        </span>
      ),
  },
  {
    key: "attempts",
    label: "attempts",
    track: "58px",
    from: 1326,
    isFigure: true,
    cell: ({ attempts, modelCalls }) =>
      attempts > modelCalls ? <span className="text-warn">{attempts}</span> : attempts,
  },
];
