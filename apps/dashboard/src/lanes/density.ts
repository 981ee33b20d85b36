import type { DrawnLane } from "./drawn-lane.ts";

/** How many requests waited and how many were worked on, in one step of time. */
interface DensityStep {
  readonly from: number;
  waiting: number;
  working: number;
}

export interface Density {
  readonly stepMs: number;
  readonly steps: readonly DensityStep[];
  /** The highest sum of the two: what fills the strip. */
  readonly most: number;
}

const steps = 120;

/** How long one step is; the strip changes no more often. */
export function densityStepOf(spanMs: number): number {
  return Math.max(10, Math.round(spanMs / steps));
}

/** The lanes that have no room, summed over time. Steps begin at whole ones of their length, so that they don't flicker. */
export function densityOf(lanes: readonly DrawnLane[], end: number, spanMs: number): Density {
  const stepMs = densityStepOf(spanMs);
  const begin = Math.floor((end - spanMs) / stepMs) * stepMs;
  const count = Math.ceil((end - begin) / stepMs);
  const summed = Array.from({ length: count }, (_, i) => ({
    from: begin + i * stepMs,
    waiting: 0,
    working: 0,
  }));
  // Where spans begin and where they are over; summed up, how many there are at each step.
  const waits = new Int32Array(count + 1);
  const works = new Int32Array(count + 1);
  for (const lane of lanes) {
    for (const { kind, startedAt, endedAt } of lane.spans) {
      const first = Math.max(0, Math.floor((startedAt - begin) / stepMs));
      const last = Math.min(count - 1, Math.floor(((endedAt ?? end) - begin - 1) / stepMs));
      if (first > last) continue;
      const changes = kind === "queue" || kind === "backoff" ? waits : works;
      changes[first] = (changes[first] ?? 0) + 1;
      changes[last + 1] = (changes[last + 1] ?? 0) - 1;
    }
  }
  let waiting = 0;
  let working = 0;
  for (const [i, step] of summed.entries()) {
    waiting += waits[i] ?? 0;
    working += works[i] ?? 0;
    step.waiting = waiting;
    step.working = working;
  }
  const most = summed.reduce((high, step) => Math.max(high, step.waiting + step.working), 0);
  return { stepMs, steps: summed, most };
}
