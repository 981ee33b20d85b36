import { useInfiniteQuery } from "@tanstack/react-query";
import { useState, useSyncExternalStore } from "react";
import type { RequestRow } from "@signalbox/api-contract";
import { trpc } from "../api/index.ts";
import { liveStore, useLive } from "../live/index.ts";
import { EndedRows } from "./ended-rows.ts";
import { mergeRequests } from "./merge-requests.ts";
import { isLiveOnly, listInputOf, matchesFilter } from "./request-filter.ts";
import type { RequestFilter } from "./request-filter.ts";

const pageSize = 100;

/** Requests in flight and finished that a filter lets through, and a way to reach older ones. */
export function useRequestRows(filter: RequestFilter) {
  const inFlight = useLive((state) => state.requests);
  const notShown = useLive((state) => state.requestsNotShown);
  const [ended] = useState(() => new EndedRows(liveStore));
  const recent = useSyncExternalStore(ended.subscribe, ended.get);
  const input = listInputOf(filter);
  const older = useInfiniteQuery({
    queryKey: ["requests.list", input],
    queryFn: ({ pageParam }) =>
      trpc.requests.list.query({
        ...input,
        limit: pageSize,
        ...(pageParam === null ? {} : { cursor: pageParam }),
      }),
    initialPageParam: noCursor,
    getNextPageParam: (page) => page.nextCursor,
    enabled: !isLiveOnly(filter),
    staleTime: 30_000,
  });
  const listed = older.data?.pages.flatMap((page) => page.requests) ?? [];
  const all = mergeRequests(inFlight.values(), recent, listed);
  return {
    rows: all.filter((row) => matchesFilter(row, filter)),
    known: new Map(all.map((row) => [row.id, row])) satisfies ReadonlyMap<string, RequestRow>,
    notShown,
    older,
  };
}

const noCursor: string | null = null;
