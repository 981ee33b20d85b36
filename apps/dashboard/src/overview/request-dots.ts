import type { RequestRow } from "@signalbox/api-contract";
import type { ChartDot } from "../charts/index.ts";
import { formatDuration } from "../figures/figures.ts";
import { highStep, isComparable, known, type Period } from "./period.ts";

/** Below this no first token is slow, as the verdict has it. */
const floorMs = 500;

/** From here on a first token of a model is slow: beyond nearly all of the period before, or of this one. */
export function slowFromMs(
  { now, before }: { readonly now: Period; readonly before: Period },
  model: string | null,
): number {
  const isBefore = isComparable(before);
  const values = known(isBefore ? before : now).flatMap(({ ttft }) => {
    const quantiles = ttft[model ?? ""];
    return quantiles === undefined ? [] : [isBefore ? quantiles[2] : quantiles[1]];
  });
  return Math.max(floorMs, highStep(values) ?? floorMs);
}

/** Failed requests on the upper edge, or at their first token where the axis is one. */
export function failedDots(rows: readonly RequestRow[], isFirstToken: boolean): ChartDot[] {
  return rows.flatMap(({ id, endedAt, outcome, errorKind, ttft }): ChartDot[] => {
    if (endedAt === null || outcome !== "failed") return [];
    const label = `failed, ${errorKind ?? "no kind"}`;
    return [{ id, t: endedAt, value: isFirstToken ? ttft : null, kind: "failed", label }];
  });
}

/** Requests of a model whose first token was slow: at it, or on the upper edge where another call followed. */
export function slowDots(rows: readonly RequestRow[], fromMs: number): ChartDot[] {
  return rows.flatMap(({ id, endedAt, outcome, ttft }): ChartDot[] => {
    if (endedAt === null || outcome === "failed") return [];
    const value = ttft !== null && ttft >= fromMs ? ttft : null;
    const label = value === null ? "slow call" : `first token ${formatDuration(value)}`;
    return [{ id, t: endedAt, value, kind: "slow", label }];
  });
}
