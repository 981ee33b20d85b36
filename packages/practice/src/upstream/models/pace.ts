import type { Random } from "../../random.ts";
import type { ModelProfile } from "./model-profile.ts";

/** How a reply is spread over time. All draws are final milliseconds, already multiplied. */
export interface Pace {
  /** From the request to the first token. Drawn once per reply. */
  readonly ttftMs: () => number;
  /** From one token to the next. */
  readonly gapMs: () => number;
}

/** Overrides and multipliers that a fault puts on a pace. */
export interface Slowing {
  /** Multiplies both; 10 unless told. */
  readonly factor?: number;
  /** A fixed time to the first token instead, whatever the pace: for tests that run at pace 0. */
  readonly ttftMs?: number;
  /** A fixed gap instead, whatever the pace. */
  readonly gapMs?: number;
}

/** Draws a model's times; `multiplier` 0 leaves no waits at all. */
export function drawPace(profile: ModelProfile, random: Random, multiplier: number): Pace {
  const draw = (median: number, sigma: number) =>
    multiplier === 0 ? 0 : multiplier * random.logNormal(median, sigma);
  return {
    ttftMs: () => draw(profile.ttftMs.median, profile.ttftMs.sigma),
    gapMs: () => draw(profile.gapMs.median, profile.gapMs.sigma),
  };
}

/** The same pace, slower. */
export function slowed(pace: Pace, { factor = 10, ttftMs, gapMs }: Slowing): Pace {
  return {
    ttftMs: () => ttftMs ?? factor * pace.ttftMs(),
    gapMs: () => gapMs ?? factor * pace.gapMs(),
  };
}
