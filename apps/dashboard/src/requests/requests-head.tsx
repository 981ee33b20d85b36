import { cx } from "../ui/index.ts";
import { columnLook } from "./column-look.ts";
import type { Column } from "./columns.tsx";
import type { RequestOrder, SortKey } from "./request-order.ts";

export interface RequestsHeadProps {
  readonly columns: readonly Column[];
  readonly tracks: string;
  readonly order: RequestOrder;
  readonly onSort: (key: SortKey) => void;
  readonly canSelect: boolean;
  readonly areAllSelected: boolean;
  readonly onSelectAll: () => void;
}

const directions = { asc: "ascending", desc: "descending" } as const;

/** The names of the columns; each sorts by itself. */
export function RequestsHead(props: RequestsHeadProps) {
  const { columns, tracks, order } = props;
  return (
    <thead className="sticky top-0 z-10 block bg-surface">
      <tr
        aria-rowindex={1}
        className="grid h-7.5 items-center gap-x-2.5 border-b border-line-soft px-3 text-muted"
        style={{ gridTemplateColumns: tracks }}
      >
        {props.canSelect && (
          <th scope="col" className="flex">
            <input
              type="checkbox"
              aria-label="Select all in flight"
              checked={props.areAllSelected}
              onChange={props.onSelectAll}
              className="accent-info"
            />
          </th>
        )}
        {columns.map((column, at) => {
          const isSorted = order.key === column.key;
          return (
            <th
              key={column.key}
              scope="col"
              aria-sort={isSorted ? directions[order.direction] : "none"}
              className={cx("min-w-0 font-medium", columnLook(columns, at))}
            >
              <button
                type="button"
                onClick={() => props.onSort(column.key)}
                className={cx("max-w-full truncate hover:text-text", isSorted && "text-text")}
              >
                {column.label}
                {isSorted && (order.direction === "asc" ? " ↑" : " ↓")}
              </button>
            </th>
          );
        })}
        {props.canSelect && (
          <th scope="col">
            <span className="sr-only">pinned</span>
          </th>
        )}
      </tr>
    </thead>
  );
}
