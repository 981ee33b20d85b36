import type { RequestDetail } from "@signalbox/api-contract";
import { EmptyState, cx } from "../ui/index.ts";
import { visibleText } from "../ui/visible-text.ts";

const levels = { info: "text-info", warn: "text-warn", error: "text-bad" } as const;

/** What happened in and around a request that an operator may read. */
export function RequestEventsView({ events }: Pick<RequestDetail, "events">) {
  if (events.length === 0) return <EmptyState title="No events" />;
  return (
    <ul className="font-mono text-xs">
      {events.map((event) => (
        <li
          key={event.id}
          className="grid grid-cols-[88px_44px_112px_1fr] gap-x-2.5 border-b border-line-soft py-1.25 text-muted max-sm:grid-cols-[88px_1fr]"
        >
          <time dateTime={new Date(event.timestamp).toISOString()}>{clock(event.timestamp)}</time>
          <span className={cx(levels[event.level])}>{event.level}</span>
          <span className="truncate">{visibleText(event.source)}</span>
          <span className="wrap-anywhere whitespace-pre-wrap text-text">
            {visibleText(event.message)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function clock(t: number): string {
  const at = new Date(t);
  const time = at.toLocaleTimeString("en-GB");
  return `${time}.${String(at.getMilliseconds()).padStart(3, "0")}`;
}
