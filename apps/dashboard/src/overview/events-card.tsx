import { Link } from "@tanstack/react-router";
import { memo, useMemo, useSyncExternalStore } from "react";
import { countLevels, groupEvents, type EventGroup } from "../events/group-events.ts";
import { EventLevel, eventTime } from "../events/event-level.tsx";
import { atReadingPace, shownStore } from "../live/index.ts";
import { useMomentNote } from "../time/index.ts";
import { formatCount } from "../figures/figures.ts";
import { visibleText } from "../ui/visible-text.ts";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useFitting } from "../rows/use-fitting.ts";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { useSlots } from "../rows/use-slots.ts";
import { Card, EmptyState } from "../ui/index.ts";

const keyOf = ({ key }: EventGroup) => key;
const rowHeight = 26;
const shownEvents = atReadingPace({
  get: () => shownStore.getState().events,
  subscribe: shownStore.subscribe,
});

/** What happened lately, repeats told once: as much as there is room for, for the page of events has the rest. */
export function EventsCard() {
  const momentNote = useMomentNote();
  const events = useSyncExternalStore(shownEvents.subscribe, shownEvents.get);
  const [room, fitting] = useFitting(rowHeight);
  const groups = useMemo(() => groupEvents(events).slice(0, fitting), [events, fitting]);
  const { error, warn } = useMemo(() => countLevels(events), [events]);
  const { rows, newCount, holder, isHeld, release } = useHeldRows(groups, keyOf);
  const slots = useSlots(rows.map(keyOf), !isHeld);
  return (
    <Card
      title={
        <Link to="/events" className="hover:underline">
          Events
        </Link>
      }
      subtitle="newest first"
      aside={
        <>
          <NewRowsButton count={newCount} onShow={release} />
          {error === 0 ? null : (
            <Link to="/events" search={{ level: "error" }} className="text-bad hover:underline">
              {formatCount(error)} error
            </Link>
          )}
          {warn === 0 ? null : (
            <Link to="/events" search={{ level: "warn" }} className="text-warn hover:underline">
              {formatCount(warn)} warn
            </Link>
          )}
        </>
      }
    >
      <div ref={room} className="absolute inset-0 overflow-hidden">
        {events.length === 0 ? (
          <EmptyState title={momentNote ?? "No events yet"} />
        ) : (
          <ul {...holder} className="font-mono text-xs leading-none">
            {rows.map(({ event, count }, at) => (
              <EventLine key={slots[at]} event={event} count={count} />
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

/** Drawn anew only where what it says is new. */
const EventLine = memo(function EventLine({ event, count }: Omit<EventGroup, "key">) {
  const look =
    "grid h-[26px] grid-cols-[86px_44px_minmax(0,1fr)_auto] items-center gap-2.5 border-b border-line-soft px-3 " +
    "text-muted -outline-offset-2 hover:bg-raised sm:grid-cols-[86px_44px_96px_minmax(0,1fr)_auto]";
  const cells = (
    <>
      <time dateTime={new Date(event.timestamp).toISOString()}>{eventTime(event.timestamp)}</time>
      <EventLevel level={event.level} />
      <span className="hidden truncate leading-[1.2] sm:block">{visibleText(event.source)}</span>
      <span className="truncate leading-[1.2] text-text">{visibleText(event.message)}</span>
      <span className="text-faint">{count > 1 ? `×${formatCount(count)}` : ""}</span>
    </>
  );
  return (
    <li>
      {event.requestId === undefined ? (
        <Link to="/events" search={{ source: event.source }} className={look}>
          {cells}
        </Link>
      ) : (
        <Link to="." search={(now) => ({ ...now, request: event.requestId })} className={look}>
          {cells}
        </Link>
      )}
    </li>
  );
});
