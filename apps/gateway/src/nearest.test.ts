import { assert, property, stringMatching, uniqueArray } from "fast-check";
import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";

const keys = ["providers", "agents", "aliases", "lanes", "maxConcurrent"];

test.each([
  ["provders", "providers"],
  ["laness", "lanes"],
  ["agnets", "agents"],
  ["prov", "providers"],
  ["LANES", "lanes"],
  ["zebra", null],
  ["", null],
])("%j means %j", (word, meant) => {
  expect(nearest(word, keys)).toBe(meant);
});

test("a word that is there is its own nearest", () => {
  const words = uniqueArray(stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });
  assert(
    property(words, (all) => {
      for (const word of all) expect(nearest(word, all)).toBe(word);
    }),
  );
});
