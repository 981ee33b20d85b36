import { useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { SystemEvent } from "@signalbox/api-contract";
import { problemOf } from "../api/index.ts";
import { ExportMenu } from "../export/export-menu.tsx";
import { formatCount } from "../figures/figures.ts";
import { spanText, useMomentNote, useViewTime } from "../time/index.ts";
import { Card, EmptyState } from "../ui/index.ts";
import { EventsFilter } from "./events-filter.tsx";
import { EventsFoot } from "./events-foot.tsx";
import { EventsTable } from "./events-table.tsx";
import { isFiltered, sourcesOf } from "./filter-events.ts";
import { countLevels } from "./group-events.ts";
import { useEventRows } from "./use-event-rows.ts";

/** Everything notable, newest first: what comes, and as far back as history goes. */
export function EventsPage() {
  const filter = useSearch({ from: "/events" });
  const { window, at } = useViewTime();
  const momentNote = useMomentNote();
  const { events, kept, older, isPast, loadOlder } = useEventRows(filter);
  // Frozen: what was there when it was, whatever comes. The past stands still by itself.
  const [frozen, setFrozen] = useState<readonly SystemEvent[] | null>(null);
  const isFrozen = frozen !== null && !isPast;
  const shown = isFrozen ? frozen : events;
  const sources = useMemo(() => sourcesOf([...kept, ...events]), [kept, events]);
  const { error, warn } = useMemo(() => countLevels(shown), [shown]);
  const behind = isFrozen ? events.findIndex(({ id }) => id === frozen[0]?.id) : 0;
  const span = window === undefined ? "" : `${spanText(window, at)} · `;
  return (
    <Card
      title={<h1>Events</h1>}
      subtitle={`${span}${formatCount(shown.length)}, newest first · ${formatCount(error)} error · ${formatCount(warn)} warn`}
      aside={
        <>
          <EventsFilter
            sources={sources}
            isFrozen={isFrozen}
            newCount={behind === -1 ? events.length : behind}
            onFreeze={isPast ? null : (freeze) => setFrozen(freeze ? events : null)}
          />
          <ExportMenu what="events" rows={shown} />
        </>
      }
      className="flex-1"
    >
      {shown.length === 0 ? (
        <EmptyState title={emptyTitle(older.isFetching, older.error, momentNote, filter)}>
          {older.error === null ? undefined : problemOf(older.error)}
        </EmptyState>
      ) : (
        <EventsTable events={shown}>
          <EventsFoot
            isFetching={older.isFetching}
            error={older.error}
            onRetry={() => void older.refetch()}
            onLoadOlder={isFrozen ? null : loadOlder}
          />
        </EventsTable>
      )}
    </Card>
  );
}

function emptyTitle(
  isFetching: boolean,
  error: Error | null,
  momentNote: string | null,
  filter: Parameters<typeof isFiltered>[0],
): string {
  if (error !== null) return "The events can't be shown";
  if (isFetching) return "Loading…";
  if (momentNote !== null) return momentNote;
  return isFiltered(filter) ? "No event fits these filters" : "No events yet";
}
