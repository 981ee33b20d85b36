import type { ReactNode } from "react";
import { cursorLook, ownActive } from "../rows/grid-row.ts";
import { GridTable } from "../rows/grid-table.tsx";
import { cx } from "../ui/index.ts";

export interface FigureColumn<T> {
  readonly head: string;
  /** Left out on a phone, for what a person looks for first to be in sight. */
  readonly isWide?: boolean;
  readonly cell: (row: T, now: number) => ReactNode;
}

export interface FigureTableProps<T> {
  readonly caption: string;
  /** The head of the first column, which stays in sight. */
  readonly of: string;
  readonly columns: readonly FigureColumn<T>[];
  readonly rows: readonly T[];
  readonly now: number;
  readonly idOf: (row: T) => string;
  /** The id of the row that the keyboard is at, of whichever list. */
  readonly active: string | undefined;
  readonly name: (row: T) => ReactNode;
}

const cellLook =
  "border-b border-line-soft px-2.5 py-1.5 align-top whitespace-nowrap not-first:text-right first:text-left";
const firstLook = "sticky left-0 max-sm:max-w-36 max-sm:whitespace-normal";

function wideLook(isWide = false): string | undefined {
  return isWide ? "max-sm:hidden" : undefined;
}

/** A name and its figures, a line each. */
export function FigureTable<T>(props: FigureTableProps<T>) {
  const { caption, of, columns, rows, now, idOf, active, name } = props;
  return (
    <GridTable
      label={caption}
      activeId={ownActive(rows, idOf, active)}
      className="live-value w-full text-xs"
    >
      <thead>
        <tr className="text-muted">
          <th scope="col" className={cx(cellLook, firstLook, "bg-surface font-medium")}>
            {of}
          </th>
          {columns.map(({ head, isWide }) => (
            <th key={head} scope="col" className={cx(cellLook, wideLook(isWide), "font-medium")}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const id = idOf(row);
          const isCursor = id === active;
          return (
            <tr key={id} id={id} className={cx("scroll-mt-8", isCursor && cursorLook)}>
              <th
                scope="row"
                className={cx(
                  cellLook,
                  firstLook,
                  "font-normal",
                  // It lies over the others, and so has to look like its row by itself.
                  isCursor ? cursorLook : "bg-surface",
                )}
              >
                {name(row)}
              </th>
              {columns.map(({ head, isWide, cell }) => (
                <td key={head} className={cx(cellLook, wideLook(isWide))}>
                  {cell(row, now)}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </GridTable>
  );
}
