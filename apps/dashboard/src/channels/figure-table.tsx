import type { ReactNode } from "react";
import { cx } from "../ui/index.ts";

export interface FigureColumn<T> {
  readonly head: string;
  readonly cell: (row: T, now: number) => ReactNode;
}

export interface FigureTableProps<T> {
  readonly caption: string;
  /** The head of the first column, which stays in sight. */
  readonly of: string;
  readonly columns: readonly FigureColumn<T>[];
  readonly rows: readonly T[];
  readonly now: number;
  readonly keyOf: (row: T) => string;
  readonly name: (row: T) => ReactNode;
}

const cellLook =
  "border-b border-line-soft px-2.5 py-1.5 align-top whitespace-nowrap not-first:text-right first:text-left";
const firstLook = "sticky left-0 bg-surface max-sm:max-w-36 max-sm:whitespace-normal";

/** A name and its figures, a line each. */
export function FigureTable<T>(props: FigureTableProps<T>) {
  const { caption, of, columns, rows, now, keyOf, name } = props;
  return (
    <table className="live-value w-full text-xs">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="text-muted">
          <th scope="col" className={cx(cellLook, firstLook, "font-medium")}>
            {of}
          </th>
          {columns.map(({ head }) => (
            <th key={head} scope="col" className={cx(cellLook, "font-medium")}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            <th scope="row" className={cx(cellLook, firstLook, "font-normal")}>
              {name(row)}
            </th>
            {columns.map(({ head, cell }) => (
              <td key={head} className={cellLook}>
                {cell(row, now)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
