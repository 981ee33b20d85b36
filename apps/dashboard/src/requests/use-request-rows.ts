import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import type { RequestRow } from "@signalbox/api-contract";
import { trpc } from "../api/index.ts";
import { liveStore, useShown } from "../live/index.ts";
import { keepPages } from "../rows/keep-pages.ts";
import { KeptRows } from "../rows/kept-rows.ts";
import { askedSpan, useViewTime, viewSpan } from "../time/index.ts";
import { mergeRequests } from "./merge-requests.ts";
import { isLiveOnly, listInputOf, matchesFilter } from "./request-filter.ts";
import type { RequestFilter } from "./request-filter.ts";
import { withinWindow } from "./within-window.ts";

const pageSize = 100;
/** Of a sorted list, all of the window is loaded up to so many, in pages as large as the gateway gives. */
const mostSorted = 2_000;
const sortedPageSize = 500;
const staleAfterMs = 30_000;
/** How often it is asked again for what no live row tells, and new ones may come to. */
const groupRefreshMs = 5_000;

/**
 * Requests in flight and finished that a filter lets through, now or at a past moment, and a way to older ones.
 * Where the list is sorted by a column, its window is loaded by itself: the costliest may be an old one.
 */
export function useRequestRows(filter: RequestFilter, isSorted: boolean) {
  const view = useViewTime();
  const { window, at } = view;
  const inFlight = useShown((state) => state.requests);
  const notShown = useShown((state) => state.requestsNotShown);
  const recentThen = useShown((state) => state.recent);
  const isPaused = useShown(({ connection }) => connection.status === "paused");
  const [ended] = useState(() => keptOf(liveStore));
  const endedSince = useSyncExternalStore(ended.subscribe, ended.get);
  const input = listInputOf(filter);
  const isJoined = filter.fingerprint !== undefined || filter.failedTool !== undefined;
  const older = useInfiniteQuery({
    queryKey: ["requests.list", input, { window, at }],
    queryFn: ({ pageParam, signal }) =>
      trpc.requests.list.query(
        {
          ...input,
          limit: pageParam === null || !isSorted ? pageSize : sortedPageSize,
          ...askedSpan(view),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: noCursor,
    getNextPageParam: (page) => page.nextCursor,
    enabled: !isLiveOnly(filter),
    placeholderData: keepPages(input),
    // What ended before a past moment has ended.
    staleTime: at === undefined ? staleAfterMs : Infinity,
    refetchInterval: !isJoined || at !== undefined || isPaused ? false : groupRefreshMs,
  });
  const { hasNextPage, isFetching, error, fetchNextPage, data } = older;
  const count = data?.pages.reduce((sum, page) => sum + page.requests.length, 0) ?? 0;
  const wantsMore = isSorted && window !== undefined && count < mostSorted;
  useEffect(() => {
    if (wantsMore && hasNextPage && !isFetching && error === null) void fetchNextPage();
  }, [wantsMore, hasNextPage, isFetching, error, fetchNextPage]);
  const listed = data?.pages.flatMap((page) => page.requests) ?? [];
  const span = viewSpan(view);
  const recent = at === undefined ? endedSince : recentThen;
  const known: ReadonlyMap<string, RequestRow> = mergeRequests(
    inFlight.values(),
    withinWindow(recent, span),
    withinWindow(listed, span),
  );
  // The gateway also searches what was said and which tools were called, and knows each model call, the tools
  // that failed and the groups of failures: no row tells any of it.
  const found = new Set(listed.map((row) => row.id));
  const rest = { ...filter, ...knownToGateway };
  return {
    rows: known
      .values()
      .filter((row) => matchesFilter(row, found.has(row.id) ? rest : filter))
      .toArray(),
    known,
    notShown,
    older,
    isPast: at !== undefined,
    /** Of a sorted list not all of the window is there yet. */
    isGathering: wantsMore && hasNextPage && error === null,
  };
}

const knownToGateway = {
  text: undefined,
  tool: undefined,
  failedTool: undefined,
  fingerprint: undefined,
  call: undefined,
} as const;
const noCursor: string | null = null;

function keptOf(store: typeof liveStore): KeptRows<RequestRow> {
  return new KeptRows({ list: () => store.getState().recent, subscribe: store.subscribe });
}
