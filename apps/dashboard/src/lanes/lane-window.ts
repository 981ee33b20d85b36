/** Which stretch of time the lanes are drawn over. */
export interface LaneWindow {
  readonly spanMs: number;
  /** Its end; null while it follows what is shown: now, or the moment of the past. */
  readonly end: number | null;
}

/** The lengths that are offered; the first is what the live state holds by itself. */
export const laneSpans = ["1m", "5m", "15m", "1h", "6h", "24h"] as const;

export const defaultSpanMs = 60_000;
const shortestMs = 2_000;
const longestMs = 86_400_000;
/** Nearer to now than this share of its length a window follows it again. */
const catchShare = 0.01;

/**
 * A window `factor` times as long with the same time at the same place. One that follows goes on to: its
 * end stays where it is. `now` is the end of what can be shown.
 */
export function zoomed(
  window: LaneWindow,
  factor: number,
  anchor: number,
  now: number,
): LaneWindow {
  const spanMs = clamp(Math.round(window.spanMs * factor), shortestMs, longestMs);
  if (window.end === null) return { spanMs, end: null };
  const ratio = spanMs / window.spanMs;
  return settled({ spanMs, end: Math.round(anchor + (window.end - anchor) * ratio) }, now);
}

/** Moved by so much time, to the past where it is negative; no further than now. */
export function panned(window: LaneWindow, byMs: number, now: number): LaneWindow {
  return settled({ ...window, end: Math.round((window.end ?? now) + byMs) }, now);
}

function settled(window: LaneWindow & { end: number }, now: number): LaneWindow {
  return window.end >= now - window.spanMs * catchShare ? { ...window, end: null } : window;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
