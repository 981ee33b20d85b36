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
  24 * hour,
];

/** `14:02`, or `14:02:10` where marks are closer than a minute. */
export function clockLabel(t: number, stepMs: number): string {
  const at = new Date(t);
  const parts = [at.getHours(), at.getMinutes()];
  if (stepMs < minute) parts.push(at.getSeconds());
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
