import { formatWindow } from "../time/time-window.ts";

const aroundMs = 2 * 60_000;

/** What the address says to show two minutes before and after a moment; up to now where it was just now. */
export function around(t: number, now: number) {
  const end = t + aroundMs;
  const window = formatWindow(2 * aroundMs);
  return end > now ? { window, at: undefined } : { window, at: Math.round(end) };
}
