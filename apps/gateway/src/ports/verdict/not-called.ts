import { timeOf } from "../../upstream/index.ts";
import type { Obstacle } from "../model-states.ts";
import type { Sentence } from "./evidence.ts";

/** A breaker that opened says more of what is wrong than the failures that it keeps from happening. */
export function notCalled(
  obstacles: readonly Obstacle[],
  failed: Sentence | null,
): Sentence | null {
  const worst =
    obstacles.find(({ state }) => state === "open") ??
    obstacles.find(({ state }) => state === "half-open") ??
    obstacles[0];
  if (worst === undefined) return null;
  const { name, state, reason, since, until } = worst;
  const others = obstacles.length - 1;
  const more =
    others === 0 ? "" : ` Nor ${others === 1 ? "is one other" : `are ${others} others`}.`;
  return {
    level: state === "paused" ? "warn" : "bad",
    headline: `${name} is not called:`,
    detail: `${reason}; ${endOf(state, until)}.${more}`,
    since,
    // What failed before it opened is its evidence; a pause has none.
    requests: state === "paused" ? null : (failed?.requests ?? null),
    place: null,
  };
}

function endOf(state: Obstacle["state"], until: number | null): string {
  if (state === "paused") {
    return until === null ? "until somebody resumes it" : `until ${timeOf(until)}`;
  }
  return until === null ? "one call is let through to try it" : `tried again at ${timeOf(until)}`;
}
