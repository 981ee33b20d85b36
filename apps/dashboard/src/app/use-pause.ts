import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useRef } from "react";
import { liveStore, useLive, useShown } from "../live/index.ts";

/** The pause stands in the URL, so that reload and share keep it; the store follows. */
export function usePauseFromUrl(): void {
  const { paused = false } = useSearch({ from: "__root__" });
  const setPaused = useSetPaused();
  const isLoaded = useLive((state) => state.loaded);
  const isPaused = useLive((state) => state.pausedUntil !== null);
  const wasPaused = useRef(false);
  useEffect(() => {
    if (paused && isLoaded) liveStore.pause();
    else liveStore.resume();
  }, [paused, isLoaded]);
  useEffect(() => {
    // It ended by itself: the URL says so too.
    if (wasPaused.current && !isPaused && paused) setPaused(false);
    wasPaused.current = isPaused;
  }, [isPaused, paused, setPaused]);
}

function useSetPaused(): (paused: boolean) => void {
  const navigate = useNavigate();
  return useCallback(
    (paused) => {
      void navigate({
        to: ".",
        replace: true,
        search: (now) => ({ ...now, paused: paused ? true : undefined }),
      });
    },
    [navigate],
  );
}

/** Stands still where it moves, moves where it stands still. The past stands still anyway. */
export function useTogglePause(): () => void {
  const setPaused = useSetPaused();
  const isPast = useShown(({ past }) => past !== null);
  return useCallback(() => {
    if (!isPast) setPaused(liveStore.getState().pausedUntil === null);
  }, [setPaused, isPast]);
}
