import type { RefObject } from "react";
import type { ErrorGroup } from "@signalbox/api-contract";
import { GridTable } from "../rows/grid-table.tsx";
import type { HeldRows } from "../rows/use-held-rows.ts";
import { useSlots } from "../rows/use-slots.ts";
import { cx } from "../ui/index.ts";
import { ErrorGroupRow, rowId, rowTracks } from "./error-group-row.tsx";
import type { GroupOrder, GroupSort } from "./group-order.ts";

export interface ErrorGroupsTableProps {
  readonly groups: readonly ErrorGroup[];
  readonly now: number;
  readonly order: GroupOrder;
  /** The row that the keyboard is at, by its place. */
  readonly cursor: number;
  readonly openId: string | undefined;
  readonly gridRef: RefObject<HTMLTableElement | null>;
  readonly holder: HeldRows<ErrorGroup>["holder"];
  readonly onSort: (key: GroupSort) => void;
  readonly onOpen: (group: ErrorGroup) => void;
}

const directions = { asc: "ascending", desc: "descending" } as const;

/** Groups of failures, one under the other. */
export function ErrorGroupsTable(props: ErrorGroupsTableProps) {
  const { groups, now, order, cursor, openId, gridRef, holder } = props;
  const active = groups[cursor];
  const slots = useSlots(groups.map(({ fingerprint }) => fingerprint));
  const sortHead = (key: GroupSort, label: string, className = "") => (
    <SortHead
      label={label}
      className={className}
      direction={order.key === key ? order.direction : null}
      onSort={() => props.onSort(key)}
    />
  );
  return (
    <GridTable
      ref={gridRef}
      label="Failures"
      rowCount={groups.length + 1}
      activeId={active === undefined ? undefined : rowId(active)}
      onFocus={holder.onFocus}
      onBlur={holder.onBlur}
      className="live-value block text-xs"
    >
      <thead className="sticky top-0 z-10 block bg-surface">
        <tr
          aria-rowindex={1}
          className={cx(
            rowTracks,
            "border-b border-line-soft py-1.5 text-left text-muted max-md:flex max-md:gap-x-4",
          )}
        >
          <th scope="col" className="font-medium max-md:flex-1">
            failure
          </th>
          {sortHead("count", "count")}
          <th scope="col" className="font-medium" aria-sort={seenSort(order)}>
            <span className="flex gap-2.5">
              <SortButton
                label="seen"
                direction={order.key === "last" ? order.direction : null}
                onSort={() => props.onSort("last")}
              />
              <SortButton
                label="first"
                direction={order.key === "first" ? order.direction : null}
                onSort={() => props.onSort("first")}
              />
            </span>
          </th>
          <th scope="col" className="hidden font-medium lg:block">
            clients
          </th>
          <th scope="col" className="font-medium max-md:hidden">
            what sets them apart
          </th>
          <th scope="col" className="max-lg:hidden">
            <span className="sr-only">requests</span>
          </th>
        </tr>
      </thead>
      <tbody
        onPointerEnter={holder.onPointerEnter}
        onPointerLeave={holder.onPointerLeave}
        className="block"
      >
        {groups.map((group, index) => (
          <ErrorGroupRow
            key={slots[index]}
            group={group}
            now={now}
            index={index}
            isCursor={index === cursor}
            isOpen={openId !== undefined && group.sampleRequestIds.includes(openId)}
            onOpen={props.onOpen}
          />
        ))}
      </tbody>
    </GridTable>
  );
}

function seenSort({ key, direction }: GroupOrder): "none" | "ascending" | "descending" {
  return key === "count" ? "none" : directions[direction];
}

interface SortButtonProps {
  readonly label: string;
  /** Null where another column orders the rows. */
  readonly direction: GroupOrder["direction"] | null;
  readonly onSort: () => void;
}

function SortHead({ className, ...rest }: SortButtonProps & { readonly className: string }) {
  return (
    <th
      scope="col"
      aria-sort={rest.direction === null ? "none" : directions[rest.direction]}
      className={cx("font-medium", className)}
    >
      <SortButton {...rest} />
    </th>
  );
}

function SortButton({ label, direction, onSort }: SortButtonProps) {
  return (
    <button
      type="button"
      onClick={onSort}
      className={cx("hover:text-text", direction !== null && "text-text")}
    >
      {label}
      {direction === null ? "" : direction === "asc" ? " ↑" : " ↓"}
    </button>
  );
}
