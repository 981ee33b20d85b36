import { useNavigate, useRouter } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { readFrameSearch } from "../app/search.ts";
import { liveStore } from "../live/index.ts";
import { Scrubber } from "./scrubber.ts";
import { windowMsOf } from "./use-view-time.ts";

/** Goes so many steps back or forward in time, from what the address says. */
export function useScrub(): (steps: number) => void {
  const router = useRouter();
  const goTo = useGoTo();
  return useMemo(() => {
    const scrubber = new Scrubber({
      current: () => {
        const { at, window } = readFrameSearch(router.latestLocation.search);
        return { at, windowMs: windowMsOf(window) };
      },
      go: goTo,
      now: () => liveStore.getState().serverNow(),
      after: (ms, callback) => setTimeout(callback, ms),
    });
    return (steps) => scrubber.step(steps);
  }, [router, goTo]);
}

/** Shows a moment, or what is live. A step from moment to moment is no step for the browser's way back. */
export function useGoTo(): (at: number | undefined) => void {
  const router = useRouter();
  const navigate = useNavigate();
  return useCallback(
    (at) => {
      const isPast = readFrameSearch(router.latestLocation.search).at !== undefined;
      void navigate({
        to: ".",
        replace: isPast && at !== undefined,
        // A pause holds what is live; the past stands still by itself.
        search: (now) => ({ ...now, at, paused: undefined }),
      });
    },
    [router, navigate],
  );
}

/** Live: neither a moment nor a window. */
export function useGoLive(): () => void {
  const navigate = useNavigate();
  return useCallback(() => {
    void navigate({ to: ".", search: (now) => ({ ...now, at: undefined, window: undefined }) });
  }, [navigate]);
}
