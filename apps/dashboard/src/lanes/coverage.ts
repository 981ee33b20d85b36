import type { Gap } from "./data-gaps.ts";

/** A stretch of time that is known. */
export interface Known {
  readonly from: number;
  readonly to: number;
}

/** Shorter than this it is a frame that is on its way, and nothing to tell. */
const leastMs = 1_000;

/** What of a window is not known yet: it is told as such, and not drawn as idle. */
export function uncovered(window: Known, known: readonly Known[], label: string): Gap[] {
  const gaps: Gap[] = [];
  let at = window.from;
  for (const { from, to } of [...known].sort((a, b) => a.from - b.from)) {
    if (from - at > leastMs) gaps.push({ from: at, to: Math.min(from, window.to), label });
    at = Math.max(at, to);
    if (at >= window.to) return gaps;
  }
  if (window.to - at > leastMs) gaps.push({ from: at, to: window.to, label });
  return gaps.filter(({ from, to }) => to > from);
}
