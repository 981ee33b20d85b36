import type { LiveState } from "./live-state.ts";
import type { PastStore } from "./past-store.ts";
import type { StateSource } from "./use-live.ts";

/** What pages show: a past moment where one is wanted, else how things stand now. */
export function createShownStore(
  live: StateSource,
  past: Pick<PastStore, "subscribe"> & { readonly getState: () => LiveState | null },
): StateSource {
  return {
    getState: () => past.getState() ?? live.getState(),
    subscribe(listener) {
      const stops = [
        past.subscribe(listener),
        // What comes meanwhile changes nothing that is shown.
        live.subscribe(() => {
          if (past.getState() === null) listener();
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
