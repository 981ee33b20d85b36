import type { ModelRow } from "@signalbox/api-contract";
import { formatAge } from "../figures/figures.ts";

/** Why a model is not called as usual and until when, as short sentences; none where it is well. */
export function standingLines(row: ModelRow, now: number): string[] {
  const { state, stateReason, stateUntil, throttledUntil } = row;
  const lines: string[] = [];
  if (stateReason !== null) lines.push(stateReason);
  if (stateUntil !== null && stateUntil > now) {
    lines.push(`${state === "open" ? "Tried again" : "Ends"} in ${formatAge(stateUntil - now)}.`);
  }
  if (throttledUntil !== null && throttledUntil > now) {
    lines.push(
      `Its provider asked to wait: throttled for ${formatAge(throttledUntil - now)} more.`,
    );
  }
  return lines;
}

/** It is not called as usual: because its calls failed, or because an operator wants it so. */
export function isHeldBack({ state }: ModelRow): boolean {
  return state === "open" || state === "half-open" || state === "paused";
}

/** What is left of a provider's limits: `requests 42 of 500, tokens 0 of 200 k, whole again in 20 s`. */
export function quotaText({ quota }: ModelRow, now: number): string | null {
  if (quota === null) return null;
  const parts = (["requests", "tokens"] as const).flatMap((what) => {
    const limit = quota[what];
    if (limit === null || limit.remaining === null) return [];
    const of = limit.limit === null ? "" : ` of ${compact(limit.limit)}`;
    const isLow = limit.limit !== null && limit.remaining < limit.limit / 10;
    const whole =
      isLow && limit.resetAt !== null && limit.resetAt > now
        ? `, whole again in ${formatAge(limit.resetAt - now)}`
        : "";
    return [`${what} ${compact(limit.remaining)}${of}${whole}`];
  });
  return parts.length === 0 ? null : parts.join("; ");
}

function compact(value: number): string {
  return Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 }).format(value);
}
