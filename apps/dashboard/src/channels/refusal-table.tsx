import type { RefusalRow } from "@signalbox/api-contract";
import { Link } from "@tanstack/react-router";
import { formatAge, formatCount } from "../figures/figures.ts";
import { cursorLook, ownActive, rowId } from "../rows/grid-row.ts";
import { GridTable } from "../rows/grid-table.tsx";
import { visibleText } from "../ui/visible-text.ts";
import { ColumnHeads, cx } from "../ui/index.ts";
import { refusalWords } from "./refusal-words.ts";

const cell = "border-b border-line-soft px-2.5 py-1.5 text-left whitespace-nowrap";
const number = cx(cell, "text-right");

export interface RefusalTableProps {
  readonly rows: readonly RefusalRow[];
  readonly now: number;
  /** The id of the row that the keyboard is at, of whichever list. */
  readonly active: string | undefined;
}

/** Who was turned away at the door, and why: none of it ran, and none of it is a failure. */
export function RefusalTable({ rows, now, active }: RefusalTableProps) {
  return (
    <GridTable
      label="Turned away at the door, the most frequent first"
      activeId={ownActive(rows, refusalRowId, active)}
      className="live-value w-full text-xs"
    >
      <thead>
        <tr className="text-muted">
          <ColumnHeads heads={["status", "why", "channel", "client"]} className={cell} />
          <ColumnHeads heads={["times", "last"]} className={number} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={refusalKey(row)}
            id={refusalRowId(row)}
            className={cx("scroll-mt-8", refusalRowId(row) === active && cursorLook)}
          >
            <th scope="row" className={cx(cell, "font-mono font-normal text-warn")}>
              {row.status}
            </th>
            <td className={cx(cell, "w-full min-w-44 text-muted max-lg:whitespace-normal")}>
              {refusalWords(row.status)}
            </td>
            <td className={cell}>{visibleText(row.channel)}</td>
            <td className={cell}>
              {row.client === null ? (
                <span className="text-faint">not known</span>
              ) : (
                <Link to="/requests" search={{ client: row.client }} className="hover:underline">
                  {visibleText(row.client)}
                </Link>
              )}
            </td>
            <td className={number}>{formatCount(row.count)}</td>
            <td className={number}>{formatAge(Math.max(0, now - row.lastAt))} ago</td>
          </tr>
        ))}
      </tbody>
    </GridTable>
  );
}

export function refusalRowId(row: RefusalRow): string {
  return rowId("refusal", refusalKey(row));
}

export function refusalKey({ channel, client, status }: RefusalRow): string {
  return JSON.stringify([channel, client, status]);
}
