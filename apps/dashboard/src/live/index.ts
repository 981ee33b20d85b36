import { problemOf } from "../api/index.ts";
import { askPicture } from "./ask-picture.ts";
import { LiveReading } from "./live-reading.ts";
import { createLiveStore } from "./live-store.ts";
import { paced, type Source } from "./paced.ts";
import { PaintPace } from "./paint-pace.ts";
import { createPastStore } from "./past-store.ts";
import { createShownStore } from "./shown-store.ts";
import { createUseLive } from "./use-live.ts";

export type { Connection, LiveState, PastStanding } from "./live-state.ts";
export { longestPauseMs } from "./live-store.ts";
export { paintPaceBounds } from "./paint-pace.ts";
export { shallowEqual } from "./use-live.ts";

const pace = new PaintPace({
  now: () => performance.now(),
  // Between two frames, as a task of its own: what it changes is laid out and painted by the next frame's task.
  onNextFrame: (callback) => {
    // A hidden tab paints no frames; it still has to know where things stand.
    if (document.visibilityState === "hidden") setTimeout(callback, 250);
    else requestAnimationFrame(() => setTimeout(callback));
  },
  paintedIn: (callback) => {
    if (document.visibilityState === "hidden") {
      setTimeout(() => callback(0));
      return;
    }
    requestAnimationFrame(() => {
      const begun = performance.now();
      // A task made before the paint runs after it.
      setTimeout(() => callback(performance.now() - begun));
    });
  },
  delay: (callback, ms) => setTimeout(callback, ms),
});

/** From now on the page draws less often while somebody scrolls in it. */
export function followScrolling(): void {
  for (const act of ["wheel", "touchmove"]) addEventListener(act, pace.scrolled, { passive: true });
}

/** This tab's copy of what the gateway tells now, whatever moment is shown. */
export const liveStore = createLiveStore({
  now: () => Date.now(),
  onNextFrame: pace.next,
  paintMs: () => pace.ms,
});

export const liveReading = new LiveReading(liveStore);

/** The past moment that the address asks for. */
export const pastStore = createPastStore({
  ask: askPicture,
  problemOf,
  live: liveStore.getState,
  now: () => Date.now(),
});

/** What pages show: the one or the other. */
export const shownStore = createShownStore(liveStore, pastStore);

export const useLive = createUseLive(liveStore);
export const useShown = createUseLive(shownStore);

/** Lines of text that a person reads; figures and pictures move with each frame. */
const readMs = 1_000;

/** At the pace at which lines are read, and at once where another moment or another standing is shown. */
export function atReadingPace<T>(source: Source<T>): Source<T> {
  return paced(source, {
    everyMs: readMs,
    standing: () => {
      const { past, loaded, connection } = shownStore.getState();
      return [past?.at, loaded, connection.status].join(" ");
    },
    now: () => performance.now(),
    delay: (callback, ms) => setTimeout(callback, ms),
  });
}
