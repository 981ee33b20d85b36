import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { trpc } from "../api/index.ts";
import { useShown } from "../live/index.ts";
import { mergeRequests } from "../requests/merge-requests.ts";
import { useViewTime } from "../time/index.ts";
import { isOfSession, requestsOfSession } from "./session-requests.ts";

const refreshMs = 3_000;
const pageSize = 100;
const fromTheTop: string | null = null;

/** One session: what is kept of it, its conversation, and its requests, in flight or not. */
export function useSession(sessionId: string, clientId: string | undefined) {
  const { at } = useViewTime();
  const isPaused = useShown(({ connection }) => connection.status === "paused");
  const inFlight = useShown((state) => state.requests);
  const recent = useShown((state) => state.recent);
  const key = { sessionId, clientId };
  const isStill = at !== undefined || isPaused;
  const session = useQuery({
    queryKey: ["sessions.get", key],
    queryFn: ({ signal }) =>
      trpc.sessions.get.query(
        { sessionId, ...(clientId === undefined ? {} : { clientId }) },
        { signal },
      ),
    refetchInterval: isStill ? false : refreshMs,
  });
  // Before anything of it ended, only what is in flight tells of it.
  const begun = [...inFlight.values()].find((row) => isOfSession(row, sessionId, clientId));
  const lane = session.data?.lane ?? begun?.lane;
  const older = useInfiniteQuery({
    queryKey: ["requests.list", "of a session", lane, at],
    queryFn: ({ pageParam, signal }) =>
      trpc.requests.list.query(
        {
          limit: pageSize,
          ...(lane === undefined ? {} : { lane }),
          ...(at === undefined ? {} : { to: at }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: fromTheTop,
    getNextPageParam: (page) => page.nextCursor,
    enabled: lane !== undefined,
    // What ends meanwhile is live.
    staleTime: at === undefined ? 30_000 : Infinity,
  });
  const pages = older.data?.pages;
  const requests = useMemo(() => {
    const listed = pages?.flatMap((page) => page.requests) ?? [];
    return requestsOfSession(
      [...mergeRequests(inFlight.values(), recent, listed).values()],
      lane,
      at,
    );
  }, [pages, inFlight, recent, lane, at]);
  return { session, older, requests, lane };
}
