import { expect, test } from "vitest";
import {
  formatAge,
  formatBytes,
  formatCost,
  formatCount,
  formatDuration,
  formatKnownCost,
  formatTokenRate,
  formatTokens,
  shortId,
  unpricedText,
} from "./figures.ts";

test.each([
  [0, "0 ms"],
  [0.4, "0.4 ms"],
  [612, "612 ms"],
  [999.6, "1.00 s"],
  [2_100, "2.10 s"],
  [9_996, "10.0 s"],
  [14_800, "14.8 s"],
  [59_960, "1 m 00 s"],
  [125_000, "2 m 05 s"],
  [3_599_900, "1 h 00 m"],
  [11_520_000, "3 h 12 m"],
  [187_200_000, "2 d 4 h"],
  [-5, "0 ms"],
])("a duration of %d ms reads %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each([
  [400, "0.4 s"],
  [41_900, "41 s"],
  [61_900, "1 m 01 s"],
])("an age of %d ms reads %s", (ms, text) => {
  expect(formatAge(ms)).toBe(text);
});

test("counts set thousands apart and keep their sign", () => {
  expect(formatCount(999)).toBe("999");
  expect(formatCount(2_311)).toBe("2\u202f311");
  expect(formatCount(-1_234_567)).toBe("−1\u202f234\u202f567");
});

test("tokens say only what is known", () => {
  expect(formatTokens(2_311, 187)).toBe("2\u202f311 in · 187 out");
  expect(formatTokens(null, 187)).toBe("187 out");
});

test("an unknown price is not nought", () => {
  expect(formatCost(null)).toBe("no price");
  expect(formatCost(0)).toBe("$0");
  expect(formatCost(0.00001)).toBe("< $0.0001");
  expect(formatCost(0.0041)).toBe("$0.0041");
  expect(formatCost(4.184)).toBe("$4.18");
});

test("rates, bytes and ids", () => {
  expect(formatTokenRate(null)).toBe("–");
  expect(formatTokenRate(4.25)).toBe("4.3");
  expect(formatTokenRate(64.2)).toBe("64");
  expect(formatBytes(41)).toBe("41 B");
  expect(formatBytes(1_234)).toBe("1.2 kB");
  expect(formatBytes(3_400_000)).toBe("3.4 MB");
  expect(formatBytes(5_000_000_000)).toBe("5.0 GB");
  expect(formatBytes(1_800_000_000_000)).toBe("1.8 TB");
  expect(shortId("01JQ8WABCDEFGH7K3M")).toBe("01JQ8W…7K3M");
  expect(shortId("req-1")).toBe("req-1");
});

test("a sum of which not all is known is at least so much, and says of how many", () => {
  expect(formatKnownCost(1.24, 0)).toBe("$1.24");
  expect(formatKnownCost(1.24, 3)).toBe("≥ $1.24");
  expect(formatKnownCost(0.00001, 3)).toBe("> $0");
  expect(formatKnownCost(null, 3)).toBe("no price");
  expect(unpricedText(0, "call")).toBeUndefined();
  expect(unpricedText(1, "request")).toBe("1 request has no known cost");
  expect(unpricedText(3, "call")).toBe("3 calls have no known price");
});
