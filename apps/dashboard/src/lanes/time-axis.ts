import { clockLabel, timeSteps } from "../charts/ticks.ts";
import type { Viewport } from "./geometry.ts";

export interface Tick {
  readonly t: number;
  readonly label: string;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const fineSteps = [100, 200, 500, second, 2 * second, 5 * second];
const steps = [...fineSteps, ...timeSteps];
/** Marks are no nearer to each other, in CSS pixels. */
const leastPx = 100;
/** Windows up to this length that end now are told in seconds before it. */
const agoMs = 120_000;
const underMs = 100;

/** Grid lines at round times, by the clock; or at round distances from now where all there is is recent. */
export function timeTicks(view: Viewport, isNow: boolean): Tick[] {
  const least = (view.spanMs * leastPx) / view.width;
  const stepMs = steps.find((step) => step >= least) ?? view.spanMs;
  const begin = view.end - view.spanMs;
  const ticks: Tick[] = [];
  if (isNow && view.spanMs <= agoMs) {
    for (let ago = stepMs; ago <= view.spanMs; ago += stepMs) {
      ticks.push({ t: view.end - ago, label: `−${ago / second} s` });
    }
    return ticks;
  }
  // Hours are round by the clock on the wall.
  const shift = stepMs < hour ? 0 : new Date(begin).getTimezoneOffset() * minute;
  const first = Math.ceil((begin - shift) / stepMs) * stepMs + shift;
  for (let t = first; t < view.end; t += stepMs) {
    const under = stepMs < second ? `.${new Date(t).getMilliseconds() / underMs}` : "";
    ticks.push({ t, label: `${clockLabel(t, stepMs)}${under}` });
  }
  return ticks;
}
