import type { LiveState } from "../live/index.ts";
import type { LanesStore } from "../lanes/index.ts";

export interface SessionKey {
  readonly sessionId: string;
  /** Whose it is: the same name under another token is another session. */
  readonly clientId: string;
}

/** The live store as one session sees it: its own lane alone. */
export function sessionLane(source: LanesStore, { sessionId, clientId }: SessionKey): LanesStore {
  /** A span names its lane alone, and outlives the row that tells whose lane that is. */
  const lanes = new Set<string>();
  let seen: LiveState | null = null;
  let own: LiveState | null = null;
  const isOwn = (row: { readonly sessionId: string; readonly clientId: string }): boolean =>
    row.sessionId === sessionId && row.clientId === clientId;
  return {
    subscribe: source.subscribe,
    getState() {
      const state = source.getState();
      if (own !== null && seen === state) return own;
      seen = state;
      const requests = new Map([...state.requests].filter(([, row]) => isOwn(row)));
      const recent = state.recent.filter(isOwn);
      for (const row of [...requests.values(), ...recent]) lanes.add(row.lane);
      const spans = new Map([...state.spans].filter(([, { lane }]) => lanes.has(lane)));
      own = { ...state, requests, recent, spans };
      return own;
    },
  };
}
