import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { shownStore, useLive, useShown } from "../live/index.ts";
import { askSpeed } from "./ask-speed.ts";

const refreshMs = 10_000;

/** How fast all was, as of now and asked for again and again, or as of the past moment that is shown. */
export function useSpeed() {
  const at = useShown(({ past }) => past?.at ?? null);
  const isPast = useShown(({ past }) => past !== null);
  const isLoaded = useShown(({ loaded }) => loaded);
  const isPaused = useLive(({ connection }) => connection.status === "paused");
  return useQuery({
    queryKey: ["evidence.speed", at],
    // A moment that is still on its way has no evidence yet.
    enabled: isLoaded && (!isPast || at !== null),
    queryFn: ({ signal }) => {
      const end = at ?? Math.floor(shownStore.getState().serverNow());
      return askSpeed({ end, isPast: at !== null }, signal);
    },
    refetchInterval: at === null && !isPaused ? refreshMs : false,
    staleTime: at === null ? 0 : Infinity,
    placeholderData: keepPreviousData,
  });
}
