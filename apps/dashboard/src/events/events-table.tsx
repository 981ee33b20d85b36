import type { SystemEvent } from "@signalbox/api-contract";
import { useSearch } from "@tanstack/react-router";
import { useMemo, useState, type ReactNode } from "react";
import { useOpenRequest } from "../app/open-request.tsx";
import { GridTable } from "../rows/grid-table.tsx";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { RowSpacer } from "../rows/row-spacer.tsx";
import { useDrawnRows } from "../rows/use-drawn-rows.ts";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { RowNotHere } from "../rows/row-not-here.tsx";
import { useReachRow } from "../rows/use-reach-row.ts";
import { useRowCursor } from "../rows/use-row-cursor.ts";
import { useSlots } from "../rows/use-slots.ts";
import { useSteady } from "../rows/use-steady.ts";
import { EventRow, eventRowId } from "./event-row.tsx";
import { joinRepeats, withoutRepeats, type EventLine, type Repeats } from "./join-repeats.ts";

const rowHeight = 26;
const idOf = ({ id }: SystemEvent) => id;
const keyOf = ({ key }: EventLine) => key;
const isAt = ({ events }: EventLine, id: string) => events.some((event) => event.id === id);
const headLook = "px-1.5 py-1.5 text-left font-medium first:pl-3 last:pr-3";

export interface EventsTableProps {
  readonly events: readonly SystemEvent[];
  readonly isLoading: boolean;
  /** Null where there is nothing older, or it is on its way. */
  readonly loadOlder: (() => void) | null;
  /** Under the last row. */
  readonly children?: ReactNode;
}

/** A table of which only the rows in view are drawn. */
export function EventsTable({ events, isLoading, loadOlder, children }: EventsTableProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { rows: shown, newCount, holder, isHeld, release } = useHeldRows(events, idOf);
  const rows = useMemo(() => joinRepeats(shown, open), [shown, open]);
  const toggle = useSteady(({ key, isOpen }: Repeats) => {
    setOpen(isOpen ? withoutRepeats(shown, open, key) : new Set([...open, key]));
  });
  const { scroller, rows: drawn, above, below, show } = useDrawnRows({ rows, rowHeight });
  // Not while one of them may have the focus: it would go to another.
  const slots = useSlots(
    drawn.map(({ row }) => keyOf(row)),
    !isHeld,
  );
  const openRequest = useOpenRequest();
  const { gridRef, cursor } = useRowCursor({
    rows,
    keyOf,
    isAt,
    idOf: eventRowId,
    show,
    onOpen: ({ event: { requestId } }) => {
      if (requestId !== undefined) openRequest(requestId);
    },
  });
  const active = rows[cursor];
  const { row: rowKey } = useSearch({ from: "__root__" });
  const isRowAway = useReachRow({
    rowKey,
    isFound: active !== undefined,
    isLoading,
    loadOlder,
  });
  return (
    <div ref={scroller} className="h-full overflow-auto" {...holder}>
      {isRowAway ? (
        <div className="px-3 py-2">
          <RowNotHere what="event" count={events.length} />
        </div>
      ) : null}
      <GridTable
        ref={gridRef}
        label="Events, newest first"
        rowCount={rows.length + 1}
        activeId={active === undefined ? undefined : eventRowId(active)}
        className="w-full table-fixed"
      >
        <thead className="sticky top-0 z-10 bg-surface text-xs text-muted shadow-[inset_0_-1px_0_0_var(--line)]">
          <tr>
            <th scope="col" className={`${headLook} w-27`}>
              time
            </th>
            <th scope="col" className={`${headLook} w-14`}>
              level
            </th>
            <th scope="col" className={`${headLook} w-40 max-sm:hidden`}>
              source
            </th>
            <th scope="col" className={headLook}>
              event <NewRowsButton count={newCount} onShow={release} />
            </th>
          </tr>
        </thead>
        <tbody>
          <RowSpacer height={above} />
          {drawn.map(({ row: line, index }, at) => (
            <EventRow
              key={slots[at]}
              line={line}
              index={index}
              isCursor={index === cursor}
              onToggle={toggle}
            />
          ))}
          <RowSpacer height={below} />
        </tbody>
      </GridTable>
      {children}
    </div>
  );
}
