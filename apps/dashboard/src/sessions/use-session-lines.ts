import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { trpc } from "../api/index.ts";
import type { SessionsSearch } from "../app/search.ts";
import { useShown } from "../live/index.ts";
import { keepPages } from "../rows/keep-pages.ts";
import { askedSpan, useViewTime } from "../time/index.ts";
import { sessionLines, type SessionLine } from "./session-lines.ts";

const pageSize = 100;
const refreshMs = 5_000;
/** With more pages open than this, all of which are asked for again, it is done less often. */
const fewPages = 3;
const slowRefreshMs = 30_000;

export type SessionsFilter = Pick<SessionsSearch, "text" | "client" | "failed">;

/** Sessions that a filter lets through, those that something happened in last first. */
export function useSessionLines({ text, client, failed }: SessionsFilter) {
  const view = useViewTime();
  const { window, at } = view;
  const inFlight = useShown((state) => state.requests);
  const isPaused = useShown(({ connection }) => connection.status === "paused");
  const filter = {
    ...(text === undefined ? {} : { text }),
    ...(client === undefined ? {} : { client }),
    ...(failed === undefined ? {} : { failed }),
  };
  const older = useInfiniteQuery({
    queryKey: ["sessions.list", filter, { window, at }],
    queryFn: ({ pageParam, signal }) =>
      trpc.sessions.list.query(
        {
          ...filter,
          ...askedSpan(view),
          limit: pageSize,
          ...(pageParam === null ? {} : { before: pageParam }),
        },
        { signal },
      ),
    initialPageParam: fromTheTop,
    getNextPageParam: (page) => (page.length < pageSize ? null : (page.at(-1)?.cursor ?? null)),
    placeholderData: keepPages(filter),
    refetchInterval: ({ state }) => {
      if (at !== undefined || isPaused) return false;
      return (state.data?.pages.length ?? 0) > fewPages ? slowRefreshMs : refreshMs;
    },
    staleTime: at === undefined ? 0 : Infinity,
  });
  const { data } = older;
  const lines = useMemo(() => {
    if (data === undefined) return noLines;
    return sessionLines(data.pages.flat(), inFlight.values(), (line) => {
      const named = `${line.sessionId} ${line.client}`.toLowerCase();
      return (
        failed === undefined &&
        (client === undefined || line.client === client) &&
        named.includes((text ?? "").toLowerCase())
      );
    });
  }, [data, inFlight, text, client, failed]);
  return { lines, older };
}

const fromTheTop: string | null = null;
const noLines: readonly SessionLine[] = [];
