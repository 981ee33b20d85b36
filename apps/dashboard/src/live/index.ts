import { createLiveStore } from "./live-store.ts";
import { createUseLive } from "./use-live.ts";

export type { Connection, LiveState } from "./live-state.ts";
export { longestPauseMs } from "./live-store.ts";
export { startLive } from "./start-live.ts";
export { shallowEqual } from "./use-live.ts";

/** This tab's copy of what the gateway tells. */
export const liveStore = createLiveStore({
  now: () => Date.now(),
  onNextFrame: (callback) => {
    // A hidden tab paints no frames; it still has to know where things stand.
    if (document.visibilityState === "hidden") setTimeout(callback, 250);
    else requestAnimationFrame(callback);
  },
});

export const useLive = createUseLive(liveStore);
