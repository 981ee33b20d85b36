import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { shownStore, useLive, useShown } from "../live/index.ts";
import { askEvidence } from "./ask-evidence.ts";

const refreshMs = 5_000;
const second = 1_000;

/** The evidence as of now, asked for again and again, or as of the past moment that is shown. */
export function useEvidence() {
  const at = useShown(({ past }) => past?.at ?? null);
  const isPast = useShown(({ past }) => past !== null);
  const isLoaded = useShown(({ loaded }) => loaded);
  const isPaused = useLive(({ connection }) => connection.status === "paused");
  return useQuery({
    queryKey: ["evidence", at],
    // A moment that is still on its way has no evidence yet.
    enabled: isLoaded && (!isPast || at !== null),
    queryFn: ({ signal }) => {
      const shown = shownStore.getState();
      const { at: toldAt, metrics, verdict } = shown;
      // The verdict of now knows this start alone; that of a moment reads what was written.
      const begin = at === null ? Math.ceil(toldAt - metrics.uptime * second) + second : 0;
      const end = at ?? Math.floor(shown.serverNow());
      return askEvidence({ verdict, end, begin: Math.min(begin, end) }, signal);
    },
    refetchInterval: at === null && !isPaused ? refreshMs : false,
    staleTime: at === null ? 0 : Infinity,
    placeholderData: keepPreviousData,
  });
}
