import {
  COUNTERS,
  type CounterMetric,
  type Dimension,
  type SketchMetric,
} from "@signalbox/metrics";
import { readWish } from "./read-rollups.ts";
import type { RollupsWindow } from "./rollup-pieces.ts";
import type { Statements } from "./statements.ts";

export interface BreakdownQuery extends Omit<RollupsWindow, "stepMinutes"> {
  readonly dimension: Dimension;
  readonly sketches: readonly SketchMetric[];
}

/** What one value of a dimension came to over a window. */
export interface FoundBreakdown {
  readonly value: string;
  readonly counters: Readonly<Record<CounterMetric, number>>;
  /** p50, p95, p99 and mean. */
  readonly sketches: Readonly<Partial<Record<SketchMetric, FoundSketch>>>;
}

export interface FoundSketch {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface BreakdownFound {
  readonly values: readonly FoundBreakdown[];
}

const breakdownQuantiles = [0.5, 0.95, 0.99];
const maxValues = 200;

/** Every value of a dimension over a whole window, which is one step of it. */
export function readBreakdown(statements: Statements, query: BreakdownQuery): BreakdownFound {
  const { from, to, dimension, sketches } = query;
  const wish = { dimension, limit: maxValues };
  const window = { ...query, stepMinutes: Math.max(1, to - from) };
  const counted = readWish(statements, window, { ...wish, part: "counters" }, 1);
  const measured = sketches.map((part) =>
    readWish(statements, window, { ...wish, part, quantiles: breakdownQuantiles }, 1),
  );
  const sketchesOf = (name: string) =>
    sketches.flatMap((metric, at) => {
      const columns = measured[at]?.values.find((one) => one.name === name)?.columns;
      const [p50, p95, p99] = (columns ?? []).slice(3).map((column) => column[0] ?? Number.NaN);
      if (p50 === undefined || p95 === undefined || p99 === undefined) return [];
      return [[metric, { p50, p95, p99 }] as const];
    });
  return {
    values: counted.values.map(({ name, columns }) => ({
      value: name,
      // In the order of COUNTERS, all of which were asked for.
      counters: Object.fromEntries(
        COUNTERS.map((counter, at) => [counter, columns[at]?.[0] ?? 0]),
      ) as Record<CounterMetric, number>,
      sketches: Object.fromEntries(sketchesOf(name)),
    })),
  };
}
