import type { LiveState } from "../live/index.ts";

/** The gateway's clock as the page shows it: it stands still where no data comes. */
export function shownNow(state: Pick<LiveState, "connection" | "serverNow" | "at">): number {
  const { status } = state.connection;
  return status === "live" || status === "paused" ? state.serverNow() : state.at;
}
