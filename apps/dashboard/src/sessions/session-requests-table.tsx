import type { ReactNode } from "react";
import type { RequestRow } from "@signalbox/api-contract";
import { useOpenRequest } from "../app/open-request.tsx";
import { formatCost, formatCount } from "../figures/figures.ts";
import { shownStore } from "../live/index.ts";
import { ageText, silentText } from "../requests/request-phase.ts";
import { shownNow } from "../requests/shown-now.ts";
import { StandingCell } from "../requests/standing-cell.tsx";
import { visibleText } from "../ui/visible-text.ts";
import { timeText } from "../time/index.ts";
import { cx } from "../ui/index.ts";

const cell = "border-b border-line-soft px-2 py-1.5 first:pl-3 last:pr-3";
const figure = cx(cell, "text-right whitespace-nowrap");

export interface SessionRequestsTableProps {
  readonly rows: readonly RequestRow[];
  readonly now: number;
  readonly openId: string | undefined;
}

/** A session's requests in the order they came; each opens over the page. */
export function SessionRequestsTable({ rows, now, openId }: SessionRequestsTableProps) {
  const openRequest = useOpenRequest();
  // By the gateway's clock, and not while nothing is heard of it.
  const heardNow = shownNow(shownStore.getState());
  return (
    <table className="live-value w-full text-xs">
      <caption className="sr-only">Requests, in the order they came</caption>
      <thead className="sticky top-0 z-10 bg-surface text-left text-muted">
        <tr>
          <Head>time</Head>
          <Head>state</Head>
          <Head className="w-full">model</Head>
          <Head className="text-right">took</Head>
          <Head className="text-right max-sm:hidden">tokens</Head>
          <Head className="text-right max-sm:hidden">cost</Head>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.id}
            className={cx("relative hover:bg-raised", row.id === openId && "bg-raised")}
          >
            <td className={cx(cell, "whitespace-nowrap")}>
              <button
                type="button"
                aria-label={`Open the request of ${timeText(row.startedAt, now)}`}
                onClick={() => openRequest(row.id)}
                className="font-mono text-muted after:absolute after:inset-0"
              >
                {timeText(row.startedAt, now)}
              </button>
            </td>
            <td className={cx(cell, "sm:whitespace-nowrap")}>
              <span className="flex flex-wrap items-center gap-x-1.5 sm:flex-nowrap">
                <StandingCell row={row} silent={silentText(row, heardNow)} />
                {row.errorKind !== null && row.outcome === "failed" ? (
                  <span className="font-mono text-bad">{row.errorKind}</span>
                ) : null}
              </span>
            </td>
            <td className={cx(cell, "max-w-0 truncate")}>
              {row.agent === null ? null : (
                <span className="text-muted">{visibleText(row.agent)} · </span>
              )}
              {row.model === null ? "–" : visibleText(row.model)}
            </td>
            <td className={figure}>{ageText(row, now)}</td>
            <td className={cx(figure, "max-sm:hidden")}>{formatCount(row.outputTokens)}</td>
            <td className={cx(figure, "max-sm:hidden")}>
              {row.costUsd === null ? "–" : formatCost(row.costUsd)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Head({ className, children }: { className?: string; readonly children: ReactNode }) {
  return (
    <th scope="col" className={cx(cell, "font-medium", className)}>
      {children}
    </th>
  );
}
