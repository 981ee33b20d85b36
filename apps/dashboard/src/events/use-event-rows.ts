import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState, useSyncExternalStore } from "react";
import type { SystemEvent } from "@signalbox/api-contract";
import { trpc } from "../api/index.ts";
import { liveStore } from "../live/index.ts";
import { keepPages } from "../rows/keep-pages.ts";
import { KeptRows } from "../rows/kept-rows.ts";
import { askedSpan, useViewTime, viewSpan } from "../time/index.ts";
import { filterEvents, isFiltered, type EventFilter } from "./filter-events.ts";
import { mergeEvents } from "./merge-events.ts";

const pageSize = 200;
const staleAfterMs = 30_000;
const forgetAfterMs = 60_000;
const nothing: readonly SystemEvent[] = [];
const fromTheTop: string | null = null;

/**
 * Events that a filter lets through, newest first. What is live comes as it comes; the rest, and all of a
 * past window, is asked for page by page: at once where there is a filter or a window, else when it is wanted.
 */
export function useEventRows(filter: EventFilter) {
  const view = useViewTime();
  const { window, at } = view;
  const [keeping] = useState(() => keptOf(liveStore));
  const kept = useSyncExternalStore(keeping.subscribe, keeping.get);
  // The oldest of those that had come when older ones were asked for.
  const [olderThan, setOlderThan] = useState<string | null>(null);
  const isPlain = window === undefined && !isFiltered(filter);
  const hasBegun = !isPlain || olderThan !== null;
  const first = isPlain ? olderThan : fromTheTop;
  const { level, source, text } = filter;
  const older = useInfiniteQuery({
    queryKey: ["events.list", { level, source, text }, { window, at, first }],
    queryFn: ({ pageParam, signal }) =>
      trpc.events.list.query(
        {
          limit: pageSize,
          ...(level === undefined ? {} : { level }),
          ...(source === undefined ? {} : { source }),
          ...(text === undefined ? {} : { text }),
          ...askedSpan(view),
          ...(pageParam === null ? {} : { before: pageParam }),
        },
        { signal },
      ),
    initialPageParam: first,
    getNextPageParam: (page) => page.nextBefore,
    enabled: hasBegun,
    placeholderData: keepPages({ level, source, text }),
    staleTime: at === undefined ? staleAfterMs : Infinity,
    gcTime: forgetAfterMs,
  });
  const { data } = older;
  const all = useMemo(() => {
    const listed = (hasBegun && data?.pages.flatMap((page) => page.events)) || nothing;
    const live = at === undefined ? filterEvents(kept, { level, source, text }) : nothing;
    return mergeEvents(live, listed);
  }, [data, hasBegun, kept, level, source, text, at]);
  const { from, to } = viewSpan(view);
  const events = useMemo(
    () => all.filter(({ timestamp }) => timestamp >= from && timestamp <= to),
    [all, from, to],
  );
  const oldest = kept.at(-1)?.id;
  return {
    events,
    /** What the sources are taken from, whatever the filter. */
    kept,
    older,
    isPast: at !== undefined,
    /** Null where there is nothing older, or it is on its way. */
    loadOlder: loadOlder(),
  };

  function loadOlder(): (() => void) | null {
    if (!hasBegun) return oldest === undefined ? null : () => setOlderThan(oldest);
    if (!older.hasNextPage || older.isFetching) return null;
    return () => void older.fetchNextPage();
  }
}

function keptOf(store: typeof liveStore): KeptRows<SystemEvent> {
  return new KeptRows({ list: () => store.getState().events, subscribe: store.subscribe });
}
