import { Link } from "@tanstack/react-router";
import type { SystemEvent } from "@signalbox/api-contract";
import { cursorLook, rowId } from "../rows/grid-row.ts";
import { cx } from "../ui/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { EventLevel, eventTime } from "./event-level.tsx";

const cell = "truncate px-1.5 first:pl-3 last:pr-3";

export interface EventRowProps {
  readonly event: SystemEvent;
  readonly index: number;
  readonly isCursor: boolean;
}

export function eventRowId({ id }: SystemEvent): string {
  return rowId("event", id);
}

/** One event; all of the row opens its request. */
export function EventRow({ event, index, isCursor }: EventRowProps) {
  const { timestamp, level, requestId } = event;
  const source = visibleText(event.source);
  const message = visibleText(event.message);
  return (
    <tr
      id={eventRowId(event)}
      aria-rowindex={index + 2}
      className={cx(
        "relative h-[26px] scroll-mt-8 border-b border-line-soft font-mono text-xs text-muted hover:bg-raised",
        isCursor && cursorLook,
      )}
    >
      <td className={cell}>
        <time dateTime={new Date(timestamp).toISOString()}>{eventTime(timestamp)}</time>
      </td>
      <td className={cell}>
        <EventLevel level={level} />
      </td>
      <td className={`${cell} max-sm:hidden`} title={source}>
        {source}
      </td>
      <td className={`${cell} text-text`} title={message}>
        {requestId === undefined ? (
          message
        ) : (
          <Link
            to="."
            search={(now) => ({ ...now, request: requestId })}
            tabIndex={-1}
            className="after:absolute after:inset-0 hover:underline"
          >
            {message}
          </Link>
        )}
      </td>
    </tr>
  );
}
