/** One sample: when, and how much. */
export interface Sample {
  readonly t: number;
  readonly value: number;
}

/** Where a straight line over what is known leads. */
export type Trend =
  | { readonly kind: "full"; readonly inMs: number; readonly overMs: number }
  | { readonly kind: "steady"; readonly overMs: number }
  /** Too little is known to lay a line over it. */
  | { readonly kind: "unknown"; readonly overMs: number };

const shortestMs = 10 * 60_000;
const fewest = 10;
/** Of the limit, over the time that is known: less is no growth that anyone need look at. */
const leastGrowth = 0.001;
/** A slope within so many standard errors of nought may be none. */
const certainty = 2;

/**
 * When `limit` is reached at the pace of the samples, by ordinary least squares (slope Sxy / Sxx, its
 * standard error √(residuals / (n − 2) / Sxx)). What sinks to nought is turned round by its caller.
 */
export function timeToFull(samples: readonly Sample[], limit: number): Trend {
  const [first, last] = [samples[0], samples.at(-1)];
  const overMs = first === undefined || last === undefined ? 0 : last.t - first.t;
  if (last === undefined || overMs < shortestMs || samples.length < fewest) {
    return { kind: "unknown", overMs };
  }
  const meanT = mean(samples.map(({ t }) => t));
  const meanValue = mean(samples.map(({ value }) => value));
  let [sxx, sxy, syy] = [0, 0, 0];
  for (const { t, value } of samples) {
    sxx += (t - meanT) ** 2;
    sxy += (t - meanT) * (value - meanValue);
    syy += (value - meanValue) ** 2;
  }
  const slope = sxy / sxx;
  const residuals = Math.max(0, syy - slope * sxy);
  const error = Math.sqrt(residuals / (samples.length - 2) / sxx);
  const isGrowing = slope > certainty * error && slope * overMs > leastGrowth * limit;
  if (!isGrowing) return { kind: "steady", overMs };
  const now = meanValue + slope * (last.t - meanT);
  return { kind: "full", inMs: Math.max(0, (limit - now) / slope), overMs };
}

/** When nothing is left: what is free sinks to nought as what is used rises to all there was. */
export function timeToEmpty(samples: readonly Sample[]): Trend {
  const most = Math.max(0, ...samples.map(({ value }) => value));
  return timeToFull(
    samples.map(({ t, value }) => ({ t, value: most - value })),
    most,
  );
}

/** A disk that is full within a day is worth a look, and a heap within two hours. */
export const pressingMs = { disk: 24 * 3_600_000, heap: 2 * 3_600_000 } as const;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
