import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
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
  const navigate = useNavigate({ from: "/events" });
  const rows = useEventRows(filter);
  const { events, kept, older, isPast, frozenAt, newSince, loadOlder } = rows;
  const sources = useMemo(() => sourcesOf([...kept, ...events]), [kept, events]);
  const { error, warn } = useMemo(() => countLevels(events), [events]);
  const span = window === undefined ? "" : `${spanText(window, at ?? frozenAt)} · `;
  const freeze = (isFrozen: boolean) => {
    const frozen = isFrozen ? rows.holdStill() : undefined;
    void navigate({ replace: true, search: (before) => ({ ...before, frozen }) });
  };
  return (
    <Card
      title={<h1>Events</h1>}
      subtitle={`${span}${formatCount(events.length)}, newest first · ${formatCount(error)} error · ${formatCount(warn)} warn`}
      aside={
        <>
          <EventsFilter sources={sources} newSince={newSince} onFreeze={isPast ? null : freeze} />
          <ExportMenu what="events" rows={events} />
        </>
      }
      className="flex-1"
    >
      {events.length === 0 ? (
        <EmptyState title={emptyTitle(older.isFetching, older.error, momentNote, filter)}>
          {older.error === null ? undefined : problemOf(older.error)}
        </EmptyState>
      ) : (
        <EventsTable events={events} isLoading={older.isFetching} loadOlder={loadOlder}>
          <EventsFoot
            isFetching={older.isFetching}
            error={older.error}
            onRetry={() => void older.refetch()}
            onLoadOlder={loadOlder}
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
