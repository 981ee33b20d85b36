import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { vectorOf } from "./vector.ts";

function similarity(left: string, right: string): number {
  const vector = vectorOf(right, 256);
  return vectorOf(left, 256).reduce((sum, value, index) => sum + value * (vector[index] ?? 0), 0);
}

describe("vectorOf", () => {
  it("has length 1 whatever the text, and is the same for the same text", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 64 }), (text, dimensions) => {
        const vector = vectorOf(text, dimensions);
        expect(vector).toHaveLength(dimensions);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
        expect(vectorOf(text, dimensions)).toEqual(vector);
      }),
    );
  });

  it("puts texts that share words closer than others", () => {
    const text = "the train waits at the signal";
    expect(similarity(text, "The train passes the signal.")).toBeGreaterThan(
      similarity(text, "Bread needs flour and water"),
    );
  });
});
