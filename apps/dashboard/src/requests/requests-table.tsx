import { useImperativeHandle, useMemo } from "react";
import type { RequestRow } from "@signalbox/api-contract";
import { useDrawnRows } from "../rows/use-drawn-rows.ts";
import { useFirstSight } from "../rows/use-first-sight.ts";
import { useSlots } from "../rows/use-slots.ts";
import { useSteady } from "../rows/use-steady.ts";
import { useWidth } from "../rows/use-width.ts";
import { columns } from "./columns.tsx";
import { lineId, RequestLine } from "./request-line.tsx";
import type { RequestOrder, SortKey } from "./request-order.ts";
import { RequestsHead } from "./requests-head.tsx";

export interface RequestsTableProps {
  readonly rows: readonly RequestRow[];
  readonly now: number;
  readonly order: RequestOrder;
  /** The line that the keyboard is at, by its place. */
  readonly cursor: number;
  readonly openId: string | undefined;
  readonly selected: ReadonlySet<string>;
  readonly pinned: readonly string[];
  readonly areAllSelected: boolean;
  readonly gridRef: React.RefObject<HTMLTableElement | null>;
  /** Gets what brings a line into sight, by its place. */
  readonly reachRef: React.RefObject<((index: number) => void) | null>;
  readonly onSort: (key: SortKey) => void;
  readonly onOpen: (row: RequestRow) => void;
  readonly onSelect: (row: RequestRow) => void;
  readonly onSelectAll: () => void;
  readonly onPin: (row: RequestRow) => void;
  /** The pointer or the focus came to the rows, or left them. */
  readonly onHold: (by: "pointer" | "focus", isHeld: boolean) => void;
  readonly onReachEnd: () => void;
  readonly children?: React.ReactNode;
}

const lineHeight = 28;
const touchLineHeight = 36;
/** Under this width a failure is told beside how the request stands, for its own column is not there. */
const failureFrom = columns.find(({ key }) => key === "error")?.from ?? 0;
/** Under this width there is no room to select several. */
const narrow = 560;

/** The list itself: only the lines in sight are in the page. */
export function RequestsTable(props: RequestsTableProps) {
  const { rows, cursor, selected, gridRef } = props;
  const [measure, width] = useWidth();
  const shown = useMemo(() => columns.filter((column) => width >= column.from), [width]);
  const canSelect = width >= narrow;
  const edge = canSelect ? ["16px"] : [];
  const tracks = [...edge, ...shown.map((column) => column.track), ...edge].join(" ");
  const height = canSelect ? lineHeight : touchLineHeight;
  const {
    scroller,
    rows: drawn,
    show,
  } = useDrawnRows({
    rows,
    rowHeight: height,
    onEnd: props.onReachEnd,
  });
  const select = useSteady(props.onSelect);
  const pin = useSteady(props.onPin);
  const slots = useSlots(drawn.map(({ row }) => row.id));
  const active = rows[cursor];
  const { reachRef } = props;
  useImperativeHandle(reachRef, () => (index: number) => show?.(index), [show]);
  useFirstSight(active !== undefined && show !== null, () => show?.(cursor));
  return (
    <div
      ref={measure}
      data-narrow={width < failureFrom || undefined}
      className="group/list relative flex min-h-0 flex-1 flex-col text-xs -outline-offset-2 has-[table:focus-visible]:outline-2 has-[table:focus-visible]:outline-info"
    >
      <div ref={scroller} className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto">
        <table
          ref={gridRef}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- a table that is moved in by keys is a grid
          role="grid"
          tabIndex={0}
          aria-label="Requests"
          aria-rowcount={rows.length + 1}
          aria-multiselectable={canSelect}
          aria-activedescendant={active === undefined ? undefined : lineId(active)}
          onFocus={({ target }) => props.onHold("focus", target.closest("thead") === null)}
          onBlur={() => props.onHold("focus", false)}
          className="block outline-none"
        >
          <RequestsHead
            columns={shown}
            tracks={tracks}
            order={props.order}
            onSort={props.onSort}
            canSelect={canSelect}
            areAllSelected={props.areAllSelected}
            onSelectAll={props.onSelectAll}
          />
          <tbody
            onPointerEnter={() => props.onHold("pointer", true)}
            onPointerLeave={() => props.onHold("pointer", false)}
            className="live-value relative block"
            style={{ height: rows.length * height }}
          >
            {drawn.map(({ row, index }, at) => (
              <RequestLine
                key={slots[at]}
                row={row}
                columns={shown}
                now={props.now}
                index={index}
                top={index * height}
                height={height}
                tracks={tracks}
                canSelect={canSelect}
                isCursor={index === cursor}
                isOpen={row.id === props.openId}
                isSelected={selected.has(row.id)}
                isPinned={props.pinned.includes(row.id)}
                onOpen={props.onOpen}
                onSelect={select}
                onPin={pin}
              />
            ))}
          </tbody>
        </table>
        {props.children}
      </div>
    </div>
  );
}
