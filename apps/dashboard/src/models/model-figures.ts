import { formatCount } from "../figures/figures.ts";

/** A figure of a model: `5.9 s`, `0.61 s`, `31 ms`; a dash where nothing was measured. */
export function firstTokenText(ms: number | null): string {
  if (ms === null) return "–";
  return ms < 1_000 ? `${(ms / 1_000).toFixed(2)} s` : `${(ms / 1_000).toFixed(1)} s`;
}

export function gapText(ms: number | null): string {
  if (ms === null) return "–";
  return ms < 9.95 ? `${ms.toFixed(1)} ms` : `${formatCount(ms)} ms`;
}

export function countText(value: number | null): string {
  return value === null ? "–" : formatCount(value);
}
