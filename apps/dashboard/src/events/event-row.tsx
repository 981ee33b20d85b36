import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { formatCount } from "../figures/figures.ts";
import { shallowEqual } from "../live/index.ts";
import { cursorLook, rowId } from "../rows/grid-row.ts";
import { cx } from "../ui/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { EventLevel, eventTime } from "./event-level.tsx";
import type { EventLine, Repeats } from "./join-repeats.ts";

const cell = "truncate px-1.5 first:pl-3 last:pr-3";

export interface EventRowProps {
  readonly line: EventLine;
  readonly index: number;
  readonly isCursor: boolean;
  readonly onToggle: (repeats: Repeats) => void;
}

export function eventRowId({ key }: EventLine): string {
  return rowId("event", key);
}

/** One event, or the newest of several that say the same; all of the row opens its request. */
export function EventRow({ line, index, isCursor, onToggle }: EventRowProps) {
  const { event, repeats } = line;
  return (
    <tr
      id={eventRowId(line)}
      aria-rowindex={index + 2}
      className={cx(
        "relative h-[26px] scroll-mt-8 border-b border-line-soft font-mono text-xs text-muted hover:bg-raised",
        isCursor && cursorLook,
      )}
    >
      <Cells event={event} repeats={repeats} onToggle={onToggle} />
    </tr>
  );
}

type CellsProps = Pick<EventLine, "event" | "repeats"> & Pick<EventRowProps, "onToggle">;

/** Apart from the row, whose place changes with each event that comes before it. */
const Cells = memo(
  function Cells({ event, repeats, onToggle }: CellsProps) {
    const { timestamp, level, requestId } = event;
    const source = visibleText(event.source);
    const message = visibleText(event.message);
    return (
      <>
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
          <span className="flex gap-2.5">
            <span className="min-w-0 truncate">
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
            </span>
            {repeats === null ? null : (
              <button
                type="button"
                aria-expanded={repeats.isOpen}
                aria-label={`${formatCount(repeats.count)} times: ${repeats.isOpen ? "as one" : "one by one"}`}
                onClick={() => onToggle(repeats)}
                className="relative z-1 ml-auto shrink-0 text-muted hover:text-text"
              >
                ×{formatCount(repeats.count)} <span aria-hidden>{repeats.isOpen ? "▾" : "▸"}</span>
              </button>
            )}
          </span>
        </td>
      </>
    );
  },
  (a, b) => a.event === b.event && a.onToggle === b.onToggle && areSame(a.repeats, b.repeats),
);

function areSame(a: Repeats | null, b: Repeats | null): boolean {
  return a === b || (a !== null && b !== null && shallowEqual(a, b));
}
