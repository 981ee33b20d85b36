import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState, useSyncExternalStore } from "react";
import type { SystemEvent } from "@signalbox/api-contract";
import { trpc } from "../api/index.ts";
import { atReadingPace, liveStore } from "../live/index.ts";
import { keepPages } from "../rows/keep-pages.ts";
import { KeptRows } from "../rows/kept-rows.ts";
import { askedSpan, useViewTime, viewSpan, type ViewTime } from "../time/index.ts";
import { filterEvents, isFiltered, type EventFilter } from "./filter-events.ts";
import { mergeEvents } from "./merge-events.ts";

const pageSize = 200;
const staleAfterMs = 30_000;
const nothing: readonly SystemEvent[] = [];
const fromTheTop: string | null = null;

/**
 * Events that a filter lets through, newest first. What is live comes as it comes; the rest, and all of a
 * past window or a frozen list, is asked for page by page: at once where there is a filter or a window, else
 * when it is wanted.
 */
export function useEventRows(filter: EventFilter & { readonly frozen?: number | undefined }) {
  const view = useViewTime();
  const isPast = view.at !== undefined;
  // The past stands still by itself.
  const frozenAt = isPast ? undefined : filter.frozen;
  const { window } = view;
  const at = view.at ?? frozenAt;
  const [keeping] = useState(() => atReadingPace(keptOf(liveStore)));
  const kept = useSyncExternalStore(keeping.subscribe, keeping.get);
  // What was there when it was frozen stays, whatever comes: what is kept has a bound.
  const [still, setStill] = useState<Still | null>(null);
  const come = frozenAt !== undefined && still?.at === frozenAt ? still.events : kept;
  // The oldest of those that had come when older ones were asked for.
  const [olderThan, setOlderThan] = useState<string | null>(null);
  const isPlain = window === undefined && !isFiltered(filter) && frozenAt === undefined;
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
          ...askedOf(view, frozenAt),
          ...(pageParam === null ? {} : { before: pageParam }),
        },
        { signal },
      ),
    initialPageParam: first,
    getNextPageParam: (page) => page.nextBefore,
    enabled: hasBegun,
    placeholderData: keepPages({ level, source, text }),
    staleTime: at === undefined ? staleAfterMs : Infinity,
  });
  const { data } = older;
  const all = useMemo(() => {
    const listed = (hasBegun && data?.pages.flatMap((page) => page.events)) || nothing;
    const live = isPast ? nothing : filterEvents(come, { level, source, text });
    return mergeEvents(live, listed);
  }, [data, hasBegun, come, level, source, text, isPast]);
  const { from, to } = spanOf(view, frozenAt);
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
    isPast,
    frozenAt,
    newSince: frozenAt === undefined ? null : newSince(kept, filter, frozenAt),
    /** Keeps what is there for a list that is frozen from now on; with the moment that the address is to tell. */
    holdStill(): number {
      const moment = events[0]?.timestamp ?? Math.floor(liveStore.getState().serverNow());
      setStill({ at: moment, events: kept });
      return moment;
    },
    /** Null where there is nothing older, or it is on its way. */
    loadOlder: loadOlder(),
  };

  function loadOlder(): (() => void) | null {
    if (!hasBegun) return oldest === undefined ? null : () => setOlderThan(oldest);
    if (!older.hasNextPage || older.isFetching) return null;
    return () => void older.fetchNextPage();
  }
}

interface Still {
  readonly at: number;
  readonly events: readonly SystemEvent[];
}

function spanOf(view: ViewTime, frozenAt: number | undefined): { from: number; to: number } {
  if (frozenAt === undefined) return viewSpan(view);
  const from = view.window === undefined ? 0 : Math.max(0, frozenAt - view.windowMs);
  return { from, to: frozenAt };
}

function askedOf(view: ViewTime, frozenAt: number | undefined) {
  return frozenAt === undefined ? askedSpan(view) : spanOf(view, frozenAt);
}

/** How many came since, of those a filter lets through; whether there may be more than are kept here. */
function newSince(kept: readonly SystemEvent[], filter: EventFilter, frozenAt: number) {
  const count = filterEvents(kept, filter).filter(({ timestamp }) => timestamp > frozenAt).length;
  const oldest = kept.at(-1);
  return { count, isMore: oldest !== undefined && oldest.timestamp > frozenAt };
}

function keptOf(store: typeof liveStore): KeptRows<SystemEvent> {
  return new KeptRows({ list: () => store.getState().events, subscribe: store.subscribe });
}
