/**
 * A duration on an axis, short enough to stand beside it: `12 s`, `0.5 s`, `60 ms`, `0`. All of an axis whose
 * last tick is `most` are in one unit.
 */
export function formatAxisDuration(ms: number, most = ms): string {
  if (ms === 0) return "0";
  return most < 100 ? `${Number(ms.toFixed(1))} ms` : `${Number((ms / 1_000).toFixed(2))} s`;
}

/** Failures a second on an axis: `0.4/s`, `0`. */
export function formatAxisRate(perSecond: number): string {
  return perSecond === 0 ? "0" : `${Number(perSecond.toFixed(2))}/s`;
}
