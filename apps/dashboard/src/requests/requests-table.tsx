import { useMemo } from "react";
import type { RequestRow } from "@signalbox/api-contract";
import { GridTable } from "../rows/grid-table.tsx";
import { useDrawnRows } from "../rows/use-drawn-rows.ts";
import type { Holders } from "../rows/use-held-rows.ts";
import { useRowCursor, type RowAction } from "../rows/use-row-cursor.ts";
import { useSlots } from "../rows/use-slots.ts";
import { useSteady } from "../rows/use-steady.ts";
import { useWidth } from "../rows/use-width.ts";
import { columns } from "./columns.tsx";
import { lineId, RequestLine, rowId } from "./request-line.tsx";
import type { RequestOrder, SortKey } from "./request-order.ts";
import { RequestsHead } from "./requests-head.tsx";

export interface RequestsTableProps {
  readonly rows: readonly RequestRow[];
  readonly now: number;
  readonly order: RequestOrder;
  readonly openId: string | undefined;
  readonly selected: ReadonlySet<string>;
  readonly pinned: readonly string[];
  readonly areAllSelected: boolean;
  /** A dialog lies over it: keys are not the list's. */
  readonly isCovered: boolean;
  readonly onSort: (key: SortKey) => void;
  readonly onOpen: (row: RequestRow) => void;
  readonly onSelect: (row: RequestRow, isRange: boolean) => void;
  readonly onSelectAll: () => void;
  readonly onPin: (row: RequestRow) => void;
  /** The other keys, and the line that they are for. */
  readonly onAction: (action: RowAction, row: RequestRow | undefined) => void;
  readonly holders: Holders;
  /** Null where there is nothing older, or it is on its way. */
  readonly loadOlder: (() => void) | null;
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
  const { rows, selected, holders } = props;
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
    onEnd: props.loadOlder,
  });
  const select = useSteady(props.onSelect);
  const pin = useSteady(props.onPin);
  const slots = useSlots(drawn.map(({ row }) => row.id));
  const { gridRef, cursor } = useRowCursor({
    rows,
    keyOf: rowId,
    idOf: lineId,
    show,
    isCovered: props.isCovered,
    onOpen: props.onOpen,
    onAction: props.onAction,
  });
  const active = rows[cursor];
  return (
    <div
      ref={measure}
      data-narrow={width < failureFrom || undefined}
      className="group/list relative flex min-h-0 flex-1 flex-col text-xs"
    >
      <div ref={scroller} className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto">
        <GridTable
          ref={gridRef}
          label="Requests"
          rowCount={rows.length + 1}
          activeId={active === undefined ? undefined : lineId(active)}
          aria-multiselectable={canSelect}
          {...holders.focus}
          className="block"
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
            {...holders.pointer}
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
        </GridTable>
        {props.children}
      </div>
    </div>
  );
}
