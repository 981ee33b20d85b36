import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MetricsError, QuantileSketch, RELATIVE_ERROR, StoredSketch } from "../index.ts";

const QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999] as const;

/** The observation of rank ⌈q · n⌉, found by sorting. */
function exact(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  const rank = Math.max(1, Math.ceil(q * sorted.length * (1 - 4 * Number.EPSILON)));
  return sorted[rank - 1] ?? Number.NaN;
}

function sketchOf(values: readonly number[]): QuantileSketch {
  const sketch = new QuantileSketch();
  for (const value of values) sketch.observe(value);
  return sketch;
}

function expectWithinBound(sketch: QuantileSketch, values: readonly number[]): void {
  for (const q of QUANTILES) {
    const truth = exact(values, q);
    const found = sketch.quantile(q);
    if (truth === 0) expect(found).toBe(0);
    else expect(Math.abs(found - truth) / truth, `p${q * 100}`).toBeLessThanOrEqual(0.01);
  }
}

const positive = fc.oneof(
  fc.double({ min: 1e-6, max: 1e13, noNaN: true }),
  fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
  fc.double({ min: 0.99, max: 1.01, noNaN: true }),
  fc.integer({ min: 0, max: 5000 }),
  fc.integer({ min: -19, max: 43 }).map((exponent) => 2 ** exponent),
  fc.integer({ min: -19, max: 43 }).map((exponent) => 2 ** exponent * (1 - Number.EPSILON)),
);
const streams = fc.array(positive, { minLength: 1, maxLength: 400 });

describe("quantiles", () => {
  test("the error of the widest cell is below 1 %", () => {
    expect(RELATIVE_ERROR).toBeLessThan(0.01);
  });

  test("are within 1 % of the observation of that rank, whatever the stream", () => {
    fc.assert(
      fc.property(streams, (values) => {
        expectWithinBound(sketchOf(values), values);
      }),
    );
  });

  test("are so after merging, after a round trip in bytes, and after both", () => {
    fc.assert(
      fc.property(streams, streams, (left, right) => {
        const merged = QuantileSketch.fromBytes(sketchOf(left).toBytes());
        merged.merge(QuantileSketch.fromBytes(sketchOf(right).toBytes()));
        const both = [...left, ...right];
        expectWithinBound(merged, both);
        const whole = sketchOf(both);
        expect(QUANTILES.map((q) => merged.quantile(q))).toEqual(
          QUANTILES.map((q) => whole.quantile(q)),
        );
        expect([merged.count, merged.zeros, merged.min, merged.max]).toEqual([
          both.length,
          whole.zeros,
          whole.min,
          whole.max,
        ]);
        expect(merged.sum).toBeCloseTo(whole.sum, 0);
      }),
    );
  });

  test.each([
    ["a constant", (): number => 123.456],
    ["two far modes", (at: number): number => (at % 10 === 0 ? 9e8 : 0.002)],
    ["a Pareto tail", (at: number): number => 10 / ((at + 1) / 10_001) ** 2],
    ["a geometric ladder", (at: number): number => 1.0017 ** at],
    ["just below powers of two", (at: number): number => 2 ** (at % 30) * (1 - 1e-12)],
  ])("hold for %s", (_, value) => {
    const values = Array.from({ length: 10_000 }, (_unused, at) => value(at));
    expectWithinBound(sketchOf(values), values);
  });

  test("0 and 1 are the exact ends, and nothing leaves them", () => {
    const sketch = sketchOf([3.3, 7.7]);
    expect([sketch.quantile(0), sketch.quantile(1)]).toEqual([3.3, 7.7]);
    expect([sketch.quantile(-1), sketch.quantile(2)]).toEqual([3.3, 7.7]);
    expect(sketchOf([5]).quantile(0.5)).toBe(5);
  });

  test("of nothing are NaN, and so is a quantile of NaN", () => {
    expect(new QuantileSketch().quantile(0.5)).toBeNaN();
    expect(sketchOf([1]).quantile(Number.NaN)).toBeNaN();
  });
});

describe("observing", () => {
  test("n at once is n times", () => {
    const sketch = new QuantileSketch();
    sketch.observe(10, 99);
    sketch.observe(1000);
    expect([sketch.count, sketch.sum]).toEqual([100, 1990]);
    expect(sketch.quantile(0.99)).toBeCloseTo(10, 0);
    expect(sketch.quantile(0.995)).toBe(1000);
  });

  test("what is no number ≥ 0 is counted and nothing else", () => {
    const sketch = new QuantileSketch();
    for (const bad of [Number.NaN, -1, Infinity, -Infinity]) sketch.observe(bad);
    for (const n of [0, -1, Number.NaN, Infinity]) sketch.observe(1, n);
    expect([sketch.count, sketch.rejected]).toEqual([0, 8]);
  });

  test("outside the range values are clamped, counted, and exact at the ends", () => {
    const sketch = sketchOf([1e-9, 1, 1e15]);
    expect([sketch.clamped, sketch.min, sketch.max, sketch.count]).toEqual([2, 1e-9, 1e15, 3]);
    expect([sketch.quantile(0), sketch.quantile(1)]).toEqual([1e-9, 1e15]);
  });

  test("the size stays bounded with every cell used", () => {
    const sketch = new QuantileSketch();
    for (let at = 0; at < 20_000; at++) sketch.observe(2 ** (-20 + (64 * at) / 20_000));
    expect(sketch.toBytes().length).toBeLessThan(2400);
  });

  test("clearing forgets everything", () => {
    const sketch = sketchOf([1, 2, 0, -1]);
    sketch.clear();
    expect(sketch.toBytes()).toEqual(new QuantileSketch().toBytes());
    expect([sketch.count, sketch.rejected, sketch.zeros]).toEqual([0, 0, 0]);
    sketch.observe(4);
    expect([sketch.min, sketch.max, sketch.mean]).toEqual([4, 4, 4]);
  });
});

describe("bytes", () => {
  test("are read where they stand as the sketch itself would be", () => {
    const stored = new StoredSketch();
    fc.assert(
      fc.property(fc.array(positive, { maxLength: 400 }), fc.nat(9), (values, before) => {
        const sketch = sketchOf(values);
        const bytes = sketch.toBytes();
        const within = new Uint8Array(before + bytes.length + 3).fill(7);
        within.set(bytes, before);
        stored.open(new DataView(within.buffer), before, before + bytes.length);
        expect([stored.count, stored.mean, stored.max]).toEqual([
          sketch.count,
          sketch.mean,
          sketch.max,
        ]);
        for (const q of [0, ...QUANTILES, 1]) {
          expect(stored.quantile(q)).toEqual(sketch.quantile(q));
        }
      }),
    );
  });

  test("of any kind are read or refused with a code", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        try {
          expect(QuantileSketch.fromBytes(bytes).count).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(MetricsError);
          expect(error).toHaveProperty("code", "SKETCH_BYTES_INVALID");
        }
      }),
    );
  });

  test("cut short or of another version are refused", () => {
    const bytes = sketchOf([1, 10, 100]).toBytes();
    const refused = (given: Uint8Array): void => {
      expect(() => QuantileSketch.fromBytes(given)).toThrow(MetricsError);
    };
    refused(new Uint8Array(0));
    refused(bytes.subarray(0, 20));
    refused(Uint8Array.from(bytes, (byte, at) => (at === 0 ? 9 : byte)));
  });

  test("hold very large counts", () => {
    const sketch = new QuantileSketch();
    sketch.observe(5, 2 ** 50);
    sketch.observe(50, 3);
    const read = QuantileSketch.fromBytes(sketch.toBytes());
    expect([read.count, read.quantile(0.5)]).toEqual([2 ** 50 + 3, sketch.quantile(0.5)]);
  });
});
