import { dayText, momentText } from "../time/moment-text.ts";

const steps = [1, 2, 4, 5, 10] as const;
const gaps = 3;

/** Four ticks from nought, at round figures, the last at or above `most`: 0, 4, 8, 12. */
export function valueTicks(most: number): number[] {
  if (!(most > 0) || !Number.isFinite(most)) return [0];
  const power = 10 ** Math.floor(Math.log10(most / gaps));
  const step = (steps.find((one) => one * power * gaps >= most * (1 - 1e-9)) ?? 10) * power;
  return Array.from({ length: gaps + 1 }, (_, i) => tidy(i * step));
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How far apart marks on a time axis may be, in milliseconds. */
export const timeSteps = [
  10 * second,
  30 * second,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  30 * day,
  61 * day,
];

/** `14:02`, or `14:02:10` where marks are closer than a minute; `29 Nov` where a day begins among hours. */
export function clockLabel(t: number, stepMs: number): string {
  const at = new Date(t);
  const isMidnight = at.getHours() + at.getMinutes() === 0;
  if (stepMs >= day || (stepMs >= hour && isMidnight)) return dayText(t, t);
  const parts = [at.getHours(), at.getMinutes()];
  if (stepMs < minute) parts.push(at.getSeconds());
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** The time of one point among `times`: by the clock, and by the day too where they are of several. */
export function pointLabel(t: number, times: readonly number[]): string {
  const isLong = (times.at(-1) ?? 0) - (times[0] ?? 0) >= day;
  return isLong ? momentText(t, Date.now()) : clockLabel(t, second);
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
