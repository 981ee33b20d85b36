import type { Obstacle } from "../model-states.ts";
import type { Evidence, Sentence } from "./evidence.ts";
import { howManyFailed } from "./how-many-failed.ts";
import { whoWaits } from "./who-waits.ts";
import { seconds } from "./words.ts";

/** A breaker that opened says more of what is wrong than the failures that it keeps from happening. */
export function notCalled(
  evidence: Pick<Evidence, "obstacles" | "channels" | "requests" | "now">,
  failed: Sentence | null,
): Sentence | null {
  const { obstacles, now } = evidence;
  const worst =
    obstacles.find(({ state }) => state === "open") ??
    obstacles.find(({ state }) => state === "half-open") ??
    obstacles[0];
  if (worst === undefined) return null;
  const { name, state, reason, since, until } = worst;
  const others = obstacles.length - 1;
  const more =
    others === 0 ? "" : ` Nor ${others === 1 ? "is one other" : `are ${others} others`}.`;
  // What failed before it opened is its evidence; a pause has none.
  const share = state === "paused" ? null : howManyFailed(evidence);
  const counted = share === null ? "" : ` ${share.words} ${share.percent}.`;
  return {
    level: state === "paused" ? "warn" : "bad",
    headline: `${name} is not called:`,
    detail: `${reason}; ${endOf(state, until, now)}.${more}${counted}${whoWaits(evidence)}`,
    since,
    requests: state === "paused" ? null : (failed?.requests ?? null),
    place: null,
  };
}

/** In a length of time, and not by a clock: who reads it may be in another zone. */
function endOf(state: Obstacle["state"], until: number | null, now: number): string {
  if (state === "paused") {
    return until === null ? "until somebody resumes it" : `for another ${seconds(until - now)}`;
  }
  return until === null
    ? "one call is let through to try it"
    : `tried again in ${seconds(until - now)}`;
}
