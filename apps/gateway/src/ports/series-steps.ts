import type { StepsOfMinutes } from "../history/index.ts";

const msPerMinute = 60_000;
/** Lengths that divide the next one, or a day, so that steps begin where people expect it. */
const niceMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1_440] as const;
const minutesPerDay = 1_440;
const minutesPerHour = 60;
/** Windows up to this length are read by the minute. */
const minutesByMinute = 2 * minutesPerDay;

/** At most so many steps, the first of which holds `from` and the last `to`. */
export function stepsOf(from: number, to: number, maxPoints: number): StepsOfMinutes {
  // One more than fit evenly: neither edge need be at a step's beginning.
  const minutes = (to - from) / msPerMinute;
  const even = minutes / Math.max(1, maxPoints - 1);
  // Beyond two days hours are read, whatever the width: a week has ten thousand minutes.
  const least = minutes > minutesByMinute ? Math.max(even, minutesPerHour) : even;
  const nice = niceMinutes.find((length) => length >= least);
  const stepMinutes = nice ?? Math.ceil(least / minutesPerDay) * minutesPerDay;
  const startOf = (at: number): number => Math.floor(at / msPerMinute / stepMinutes) * stepMinutes;
  return { from: startOf(from), to: startOf(to) + stepMinutes, stepMinutes };
}
