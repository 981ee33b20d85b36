import { useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useLive } from "../live/index.ts";
import { formatCount } from "../figures/figures.ts";
import { Card, EmptyState } from "../ui/index.ts";
import { EventsFilter } from "./events-filter.tsx";
import { EventsTable } from "./events-table.tsx";
import { filterEvents, sourcesOf } from "./filter-events.ts";
import { countLevels } from "./group-events.ts";

/** Everything notable, newest first, as far back as the page has it. */
export function EventsPage() {
  const filter = useSearch({ from: "/events" });
  const live = useLive((state) => state.events);
  const isLoaded = useLive((state) => state.loaded);
  // Frozen: what was there when it was, whatever comes.
  const [frozen, setFrozen] = useState<typeof live | null>(null);
  const events = frozen ?? live;
  const shown = useMemo(() => filterEvents(events, filter), [events, filter]);
  const sources = useMemo(() => sourcesOf(live), [live]);
  const { error, warn } = useMemo(() => countLevels(shown), [shown]);
  const frozenId = frozen?.[0]?.id;
  const behind = frozen === null ? 0 : live.findIndex(({ id }) => id === frozenId);
  return (
    <Card
      title={<h1>Events</h1>}
      subtitle={`${formatCount(shown.length)} of ${formatCount(events.length)}, newest first · ${formatCount(error)} error · ${formatCount(warn)} warn`}
      aside={
        <EventsFilter
          sources={sources}
          isFrozen={frozen !== null}
          newCount={behind === -1 ? live.length : behind}
          onFreeze={(isFrozen) => setFrozen(isFrozen ? live : null)}
        />
      }
      className="flex-1"
    >
      {shown.length === 0 ? (
        <EmptyState title={emptyTitle(isLoaded, events.length)}>
          {events.length === 0 ? undefined : "Take a filter away to see the others."}
        </EmptyState>
      ) : (
        <EventsTable events={shown} />
      )}
    </Card>
  );
}

function emptyTitle(isLoaded: boolean, events: number): string {
  if (!isLoaded) return "Loading…";
  return events === 0 ? "No events yet" : "No event fits these filters";
}
