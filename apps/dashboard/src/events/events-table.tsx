import type { SystemEvent } from "@signalbox/api-contract";
import { useSearch } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useMemo, useRef, useState, type ReactNode } from "react";
import { useOpenRequest } from "../app/open-request.tsx";
import { GridTable } from "../rows/grid-table.tsx";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { RowNotHere } from "../rows/row-not-here.tsx";
import { useReachRow } from "../rows/use-reach-row.ts";
import { useFirstSight } from "../rows/use-first-sight.ts";
import { useRowCursor } from "../rows/use-row-cursor.ts";
import { EventRow, eventRowId } from "./event-row.tsx";
import { joinRepeats, type EventLine, type Repeats } from "./join-repeats.ts";

const rowHeight = 26;
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
  const lines = useMemo(() => joinRepeats(events, open), [events, open]);
  const { rows, newCount, holder, release } = useHeldRows(lines, keyOf, [...open].join(" "));
  const toggle = ({ key, isOpen }: Repeats) => {
    const others = [...open].filter((one) => one !== key);
    setOpen(new Set(isOpen ? others : [...others, key]));
  };
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- Nothing here is memoised by a compiler.
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
  });
  const openRequest = useOpenRequest();
  const { gridRef, cursor } = useRowCursor({
    rows,
    keyOf,
    isAt,
    idOf: eventRowId,
    onOpen: ({ event: { requestId } }) => {
      if (requestId !== undefined) openRequest(requestId);
    },
  });
  const active = rows[cursor];
  // It may be one that is not drawn yet.
  useFirstSight(active !== undefined, () => virtual.scrollToIndex(cursor));
  const { row: rowKey } = useSearch({ from: "__root__" });
  const isRowAway = useReachRow({
    rowKey,
    isFound: active !== undefined,
    isLoading,
    loadOlder,
  });
  const drawn = virtual.getVirtualItems();
  const above = drawn[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (drawn.at(-1)?.end ?? 0);
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
        className="w-full table-fixed -outline-offset-2"
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
          <Spacer height={above} />
          {drawn.map(({ key, index }) => {
            const line = rows[index];
            return line === undefined ? null : (
              <EventRow
                key={key}
                line={line}
                index={index}
                isCursor={index === cursor}
                onToggle={toggle}
              />
            );
          })}
          <Spacer height={below} />
        </tbody>
      </GridTable>
      {children}
    </div>
  );
}

/** The room that rows out of view would take. */
function Spacer({ height }: { readonly height: number }) {
  return height <= 0 ? null : <tr aria-hidden style={{ height }} />;
}
