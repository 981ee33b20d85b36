import type { UpdateCost } from "./update-cost.ts";

/** What the dashboard promises of an update, in milliseconds of the main thread: one frame, and two. */
export const updateLimits = { medianMs: 16, p95Ms: 33, longTasks: 0 } as const;

/** `ok`, or which limits an update is over. */
export function overLimits({ medianMs, p95Ms, longTasks }: UpdateCost): string {
  const over = [
    medianMs > updateLimits.medianMs && `median over ${updateLimits.medianMs} ms`,
    p95Ms > updateLimits.p95Ms && `p95 over ${updateLimits.p95Ms} ms`,
    longTasks > updateLimits.longTasks && `${longTasks} tasks over 50 ms`,
  ].filter((text) => text !== false);
  return over.length === 0 ? "ok" : `OVER: ${over.join(", ")}`;
}
