import { useNavigate, useRouter } from "@tanstack/react-router";
import { useCallback } from "react";
import { readFrameSearch } from "../app/search.ts";
import { liveStore } from "../live/index.ts";
import { rangeOf } from "./custom-range.ts";
import { ZoomTrail } from "./zoom-trail.ts";

/** A window shorter than this would hold less than a step of the series. */
const shortestMs = 60_000;

/** Of this tab: a reload keeps the time, and forgets how it was come by. */
const trail = new ZoomTrail();

/** Shows the whole app over a stretch of time, as of its end. */
export function useZoom(): (from: number, to: number) => void {
  const router = useRouter();
  const navigate = useNavigate();
  return useCallback(
    (from, to) => {
      const { at, window } = readFrameSearch(router.latestLocation.search);
      // A step that is not over ends later than now, of which nothing can be known.
      const end = Math.min(to, liveStore.getState().serverNow());
      const range = rangeOf(Math.min(from, end - shortestMs), end);
      trail.enter({ at, window }, range);
      void navigate({ to: ".", search: (now) => ({ ...now, ...range, paused: undefined }) });
    },
    [router, navigate],
  );
}

/** Undoes the last zoom, where what is shown came by one and nothing lies over it. */
export function useZoomOut(): () => void {
  const router = useRouter();
  const navigate = useNavigate();
  return useCallback(() => {
    // Escape closes that first.
    if (document.querySelector("[role=dialog], [role=menu]") !== null) return;
    const { at, window } = readFrameSearch(router.latestLocation.search);
    const before = trail.leave({ at, window });
    if (before === null) return;
    const time = { at: before.at, window: before.window };
    void navigate({ to: ".", search: (now) => ({ ...now, ...time }) });
  }, [router, navigate]);
}
