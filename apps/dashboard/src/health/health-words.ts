import type { HealthStatus, Trend } from "@signalbox/api-contract";
import { formatDuration } from "../figures/figures.ts";

export const statusTones = { ok: "ok", warn: "warn", error: "bad" } as const satisfies Record<
  HealthStatus,
  string
>;

/** The most pressing first. */
export const statusRanks = { error: 0, warn: 1, ok: 2 } as const satisfies Record<
  HealthStatus,
  number
>;

/** Where a straight line over what is known leads, as a sentence. */
export function trendText(trend: Trend): string {
  const over = `the last ${formatDuration(trend.overMs)}`;
  if (trend.kind === "unknown") {
    return trend.overMs === 0
      ? "its pace is not known"
      : `too early to say: known for ${formatDuration(trend.overMs)}`;
  }
  if (trend.kind === "steady") return `not growing over ${over}`;
  const when = trend.inMs === 0 ? "full now" : `full in about ${formatDuration(trend.inMs)}`;
  return `${when}, by a straight line over ${over}`;
}

export function isPressing(trend: Trend, withinMs: number): boolean {
  return trend.kind === "full" && trend.inMs < withinMs;
}

/** Bytes on an axis, short enough to stand beside it: `40G`, `250M`, `0`. */
export function formatAxisBytes(bytes: number): string {
  if (bytes === 0) return "0";
  for (const [unit, size] of sizes) if (bytes >= size) return `${short(bytes / size)}${unit}`;
  return `${short(bytes)}B`;
}

const sizes = [
  ["T", 1e12],
  ["G", 1e9],
  ["M", 1e6],
  ["k", 1e3],
] as const;

function short(value: number): string {
  return String(Number(value.toFixed(value < 10 ? 1 : 0)));
}

/** A count on an axis. */
export function formatAxisCount(value: number): string {
  return String(Number(value.toFixed(1)));
}
