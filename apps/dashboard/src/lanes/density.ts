import type { DrawnLane } from "./drawn-lane.ts";
import { windowMs } from "./geometry.ts";

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

/** How long one step is; the strip changes no more often. */
export const densityStepMs = 500;

/** The lanes that have no room, summed over time. Steps begin at whole half seconds, so that they don't flicker. */
export function densityOf(lanes: readonly DrawnLane[], end: number): Density {
  const begin = Math.floor((end - windowMs) / densityStepMs) * densityStepMs;
  const count = Math.ceil((end - begin) / densityStepMs);
  const steps = Array.from({ length: count }, (_, i) => ({
    from: begin + i * densityStepMs,
    waiting: 0,
    working: 0,
  }));
  for (const lane of lanes) {
    for (const bar of lane.bars) {
      const first = Math.max(0, Math.floor((bar.from - begin) / densityStepMs));
      const last = Math.min(count - 1, Math.floor(((bar.to ?? end) - begin - 1) / densityStepMs));
      for (let i = first; i <= last; i += 1) {
        const step = steps[i];
        if (step === undefined) continue;
        if (bar.kind === "queued") step.waiting += 1;
        else step.working += 1;
      }
    }
  }
  const most = steps.reduce((high, step) => Math.max(high, step.waiting + step.working), 0);
  return { stepMs: densityStepMs, steps, most };
}
