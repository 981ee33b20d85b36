import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "./random.ts";

const draws = (random: Random, count: number) =>
  Array.from({ length: count }, () => random.float());

describe("Random", () => {
  it("gives the same sequence for the same parts, and another for others", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat(), (seed, stream) => {
        const first = draws(new Random(seed, stream), 8);
        expect(draws(new Random(seed, stream), 8)).toEqual(first);
        expect(draws(new Random(seed, stream + 1), 8)).not.toEqual(first);
        expect(draws(new Random(seed + 2 ** 32, stream), 8)).not.toEqual(first);
      }),
    );
  });

  it("is uniform, and finds the median of what it draws log-normally", () => {
    const random = new Random(7);
    const floats = draws(random, 20_000);
    const mean = floats.reduce((sum, value) => sum + value, 0) / floats.length;
    expect(mean).toBeCloseTo(0.5, 1);
    expect(Math.min(...floats)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...floats)).toBeLessThan(1);

    const normal = Array.from({ length: 20_000 }, () => random.logNormal(180, 0.35)).sort(
      (left, right) => left - right,
    );
    expect(normal[10_000]).toBeGreaterThan(175);
    expect(normal[10_000]).toBeLessThan(185);
    // The 84th percentile of a log-normal is the median times e^sigma.
    expect((normal[16_827] ?? 0) / 180).toBeCloseTo(Math.exp(0.35), 1);
  });

  it("spaces Poisson arrivals by their rate", () => {
    const random = new Random(7);
    const gaps = Array.from({ length: 20_000 }, () => random.exponential(4));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    expect(mean).toBeCloseTo(0.25, 2);
  });

  it("shuffles without losing anything", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
        const ascending = (left: number, right: number) => left - right;
        expect(new Random(seed).shuffled(items).sort(ascending)).toEqual(items.sort(ascending));
      }),
    );
  });
});
