import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countTokens, tokenize } from "./tokenizer.ts";

describe("tokenize", () => {
  it("splits into words with the space before them, and marks", () => {
    expect(tokenize("Two trains, one line.")).toEqual([
      "Two",
      " trains",
      ",",
      " one",
      " line",
      ".",
    ]);
  });

  it("loses nothing, whatever the text, and counts what it gives", () => {
    const anything = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));
    fc.assert(
      fc.property(anything, (text) => {
        const tokens = tokenize(text);
        expect(tokens.join("")).toBe(text);
        expect(countTokens(text)).toBe(tokens.length);
      }),
    );
  });

  it("takes time in proportion to the text, spaces included", () => {
    expect(countTokens(" ".repeat(1_000_000))).toBe(1);
  });
});
