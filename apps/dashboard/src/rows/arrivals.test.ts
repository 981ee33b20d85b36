import { expect, test } from "vitest";
import { arrivalsOf } from "./arrivals.ts";

const keyOf = (row: string): string => row;

test.each([
  { name: "what came on top waits", held: "bc", current: "abc", below: "", waiting: 1 },
  { name: "older ones are shown below", held: "ab", current: "abcd", below: "cd", waiting: 0 },
  { name: "one between waits", held: "ac", current: "abcd", below: "d", waiting: 1 },
  { name: "a held one that left", held: "bcd", current: "abce", below: "e", waiting: 1 },
  { name: "all held ones left", held: "cd", current: "ab", below: "", waiting: 2 },
  { name: "held empty", held: "", current: "ab", below: "ab", waiting: 0 },
])("$name", ({ held, current, below, waiting }) => {
  const found = arrivalsOf(new Set(held.split("")), current.split(""), keyOf);
  expect({ ...found, below: found.below.join("") }).toEqual({ below, waiting });
});
