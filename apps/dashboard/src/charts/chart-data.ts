/** Values of some series at the same times; null where there is none. */
export interface ChartData {
  /** Epoch milliseconds, in order. */
  readonly t: readonly number[];
  /** One list a series. */
  readonly values: readonly (readonly (number | null)[])[];
}

/** Times further apart than this many usual steps have a gap between them. */
const gapFromSteps = 1.5;

/** The same with an empty step wherever one is missing, so that no line is drawn over it. */
export function withGaps({ t, values }: ChartData): ChartData {
  const step = usualStep(t);
  if (!t.some((time, i) => time - (t[i - 1] ?? time) > step * gapFromSteps)) return { t, values };
  const t2: number[] = [];
  const values2: (number | null)[][] = values.map(() => []);
  for (const [i, time] of t.entries()) {
    const before = t[i - 1];
    if (before !== undefined && time - before > step * gapFromSteps) {
      t2.push(before + step);
      for (const list of values2) list.push(null);
    }
    t2.push(time);
    for (const [s, list] of values2.entries()) list.push(values[s]?.[i] ?? null);
  }
  return { t: t2, values: values2 };
}

/** The least time between two points: one step of the series. */
export function usualStep(t: readonly number[]): number {
  let step = Number.POSITIVE_INFINITY;
  for (let i = 1; i < t.length; i += 1) {
    step = Math.min(step, (t[i] ?? 0) - (t[i - 1] ?? 0));
  }
  return Number.isFinite(step) && step > 0 ? step : 1;
}

/** Each list raised by those before it, so that the first lies at the bottom. Null stays null. */
export function stacked(values: ChartData["values"]): (number | null)[][] {
  const sums: number[] = [];
  return values.map((list) =>
    list.map((value, i) => {
      if (value === null) return null;
      const sum = (sums[i] ?? 0) + value;
      sums[i] = sum;
      return sum;
    }),
  );
}

/** The highest value of all lists; negative infinity where there is none. */
export function highest(values: ChartData["values"]): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const list of values) {
    for (const value of list) if (value !== null && value > most) most = value;
  }
  return most;
}

/** Where a value stands between two that are missing. */
export function alone(values: ArrayLike<number | null | undefined>): number[] {
  const isKnown = (i: number) => (values[i] ?? null) !== null;
  return Array.from(values, (_, i) => i).filter(
    (i) => isKnown(i) && !isKnown(i - 1) && !isKnown(i + 1),
  );
}
