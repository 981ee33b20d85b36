import type { ToolRow } from "@signalbox/api-contract";
import { Link } from "@tanstack/react-router";
import { ActionButton } from "../actions/index.ts";
import { formatAge, formatDuration } from "../figures/figures.ts";
import { cursorLook, ownActive, rowId } from "../rows/grid-row.ts";
import { GridTable } from "../rows/grid-table.tsx";
import { visibleText } from "../ui/visible-text.ts";
import { Badge, ColumnHeads, cx } from "../ui/index.ts";

const cell = "border-b border-line-soft px-2.5 py-1.5 text-left align-top";
const number = cx(cell, "text-right whitespace-nowrap");
/** Left out on a phone, for what a person looks for first to be in sight. */
const wide = "max-sm:hidden";

export function toolRowId({ name }: ToolRow): string {
  return rowId("tool", name);
}

export interface ToolTableProps {
  readonly rows: readonly ToolRow[];
  readonly now: number;
  /** The id of the row that the keyboard is at, of whichever list. */
  readonly active: string | undefined;
  /** What the calls were counted over. */
  readonly window: string;
  readonly whyNot: string | null;
  readonly onApprove: (row: ToolRow) => void;
}

/** Every tool: whose it is, whether agents are offered it, and how its calls went. */
export function ToolTable({ rows, now, active, window, whyNot, onApprove }: ToolTableProps) {
  return (
    <GridTable
      label="Tools, those that need a look first"
      activeId={ownActive(rows, toolRowId, active)}
      className="live-value w-full text-xs"
    >
      <thead>
        <tr className="text-muted">
          <ColumnHeads heads={["tool", "state"]} className={cell} />
          <ColumnHeads heads={["description"]} className={cx(cell, wide)} />
          <ColumnHeads heads={["in flight", "oldest"]} className={cx(number, wide)} />
          <ColumnHeads heads={["calls", "failed"]} className={number} />
          <ColumnHeads heads={["p50"]} className={cx(number, wide)} />
          <ColumnHeads heads={["p95", "actions"]} className={number} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.name}
            id={toolRowId(row)}
            className={cx("scroll-mt-8", toolRowId(row) === active && cursorLook)}
          >
            <th scope="row" className={cx(cell, "font-mono font-normal whitespace-nowrap")}>
              <Link to="/requests" search={{ tool: row.name }} className="hover:underline">
                {visibleText(row.name)}
              </Link>
            </th>
            <td className={cx(cell, "whitespace-nowrap")}>
              <Badge tone={row.state === "ready" ? "ok" : "warn"}>{row.state}</Badge>
              {row.reason === null ? null : (
                <p className="text-2xs whitespace-normal text-warn sm:hidden">
                  {visibleText(row.reason)}
                </p>
              )}
            </td>
            <td className={cx(cell, wide, "text-muted")}>
              {row.reason === null ? null : <p className="text-warn">{visibleText(row.reason)}</p>}
              <p className="line-clamp-2">{visibleText(row.description)}</p>
            </td>
            <td className={cx(number, wide)}>{row.inFlight}</td>
            <td className={cx(number, wide)}>
              {row.oldestSince === null ? "–" : formatAge(Math.max(0, now - row.oldestSince))}
            </td>
            <td className={number}>{row.calls}</td>
            <td className={number}>
              {row.failed === 0 ? (
                row.failed
              ) : (
                <Link
                  to="/requests"
                  search={{ failedTool: row.name, window }}
                  className="text-bad hover:underline"
                  aria-label={`${row.failed} failed of ${row.name}`}
                >
                  {row.failed}
                </Link>
              )}
            </td>
            <td className={cx(number, wide)}>{latencyText(row.latencyP50)}</td>
            <td className={number}>{latencyText(row.latencyP95)}</td>
            <td className={number}>
              {row.state === "held" ? (
                <ActionButton
                  whyNot={whyNot}
                  aria-label={`Look at what changed about ${row.name}`}
                  onClick={() => onApprove(row)}
                >
                  Look and approve…
                </ActionButton>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </GridTable>
  );
}

function latencyText(ms: number | null): string {
  return ms === null ? "–" : formatDuration(ms);
}
