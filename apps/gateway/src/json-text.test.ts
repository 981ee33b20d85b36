import fc from "fast-check";
import { expect, it } from "vitest";
import { closingQuote } from "./json-text.ts";

it("finds where a string ends, whatever is escaped in it", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (inside, after) => {
      const literal = JSON.stringify(inside);
      expect(closingQuote(`${literal},${after}`, 1)).toBe(literal.length - 1);
    }),
  );
});

it("says so where it does not end", () => {
  expect(closingQuote(String.raw`"a\"`, 1)).toBe(-1);
});
