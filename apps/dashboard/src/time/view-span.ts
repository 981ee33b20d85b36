import { liveStore } from "../live/index.ts";
import type { ViewTime } from "./use-view-time.ts";

/** From when to when rows are shown: without bounds while all is live. */
export function viewSpan({ window, windowMs, at }: ViewTime): { from: number; to: number } {
  if (window === undefined) return { from: 0, to: Infinity };
  const end = at ?? liveStore.getState().serverNow();
  return { from: Math.max(0, end - windowMs), to: at ?? Infinity };
}

/** The same for a question to the gateway, which is told only what bounds it. */
export function askedSpan(view: ViewTime): { from?: number; to?: number } {
  if (view.window === undefined) return {};
  const { from } = viewSpan(view);
  return view.at === undefined ? { from } : { from, to: view.at };
}
