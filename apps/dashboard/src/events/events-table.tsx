import type { SystemEvent } from "@signalbox/api-contract";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Link } from "@tanstack/react-router";
import { useCallback, useRef } from "react";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { EventLevel, eventTime } from "./event-level.tsx";

const rowHeight = 26;
const keyOf = ({ id }: SystemEvent) => id;
const rowLook =
  "grid grid-cols-[90px_48px_minmax(0,1fr)] gap-2.5 px-3 sm:grid-cols-[90px_48px_150px_minmax(0,1fr)]";

/** A table of which only the rows in view are drawn. */
export function EventsTable({ events }: { readonly events: readonly SystemEvent[] }) {
  const { rows, newCount, holder, release } = useHeldRows(events, keyOf);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: useCallback((index: number) => rows[index]?.id ?? index, [rows]),
  });
  return (
    <div
      ref={scroller}
      role="table"
      aria-label="Events"
      aria-rowcount={rows.length + 1}
      className="h-full overflow-auto"
      {...holder}
    >
      <div role="rowgroup" className="sticky top-0 z-10 border-b border-line bg-surface">
        <div role="row" className={`${rowLook} py-1.5 text-xs font-medium text-muted`}>
          <span role="columnheader">time</span>
          <span role="columnheader">level</span>
          <span role="columnheader" className="hidden sm:block">
            source
          </span>
          <span role="columnheader" className="flex justify-between">
            event
            <NewRowsButton count={newCount} onShow={release} />
          </span>
        </div>
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const event = rows[index];
          return event === undefined ? null : (
            <EventRow key={key} event={event} index={index} top={start} />
          );
        })}
      </div>
    </div>
  );
}

interface EventRowProps {
  readonly event: SystemEvent;
  readonly index: number;
  readonly top: number;
}

function EventRow({ event, index, top }: EventRowProps) {
  const { timestamp, level, source, message, requestId } = event;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${top}px)`, height: rowHeight }}
      className={`${rowLook} absolute inset-x-0 items-center border-b border-line-soft font-mono text-xs text-muted hover:bg-raised`}
    >
      <time role="cell" dateTime={new Date(timestamp).toISOString()}>
        {eventTime(timestamp)}
      </time>
      <span role="cell">
        <EventLevel level={level} />
      </span>
      <span role="cell" className="hidden truncate sm:block" title={source}>
        {source}
      </span>
      <span role="cell" className="truncate text-text" title={message}>
        {requestId === undefined ? (
          message
        ) : (
          <Link
            to="."
            search={(now) => ({ ...now, request: requestId })}
            className="after:absolute after:inset-0 hover:underline"
          >
            {message}
          </Link>
        )}
      </span>
    </div>
  );
}
