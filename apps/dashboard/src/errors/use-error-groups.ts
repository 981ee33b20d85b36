import { useQuery } from "@tanstack/react-query";
import { trpc } from "../api/index.ts";
import { liveStore, useShown } from "../live/index.ts";
import { keepPages } from "../rows/keep-pages.ts";
import { useViewTime } from "../time/index.ts";
import { inputOf, type ErrorFilter } from "./error-filter.ts";

const refreshMs = 5_000;
/** As many as the gateway tells of. */
export const mostGroups = 200;

/** Groups of failures of the window that is shown: the last 15 minutes where none is chosen. */
export function useErrorGroups(filter: ErrorFilter) {
  const { windowMs, at } = useViewTime();
  const isPaused = useShown(({ connection }) => connection.status === "paused");
  return useQuery({
    queryKey: ["errors.groups", filter, { windowMs, at }],
    queryFn: ({ signal }) => {
      const from = Math.max(0, (at ?? gatewayNow()) - windowMs);
      const span = at === undefined ? { from } : { from, to: at };
      return trpc.errors.groups.query(
        { ...inputOf(filter), ...span, limit: mostGroups },
        { signal },
      );
    },
    refetchInterval: at === undefined && !isPaused ? refreshMs : false,
    // What failed before a past moment has failed.
    staleTime: at === undefined ? 0 : Infinity,
    placeholderData: keepPages(filter),
  });
}

function gatewayNow(): number {
  const state = liveStore.getState();
  return state.loaded ? state.serverNow() : Date.now();
}
