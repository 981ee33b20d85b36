import { expect, test } from "vitest";
import { formatWindow, parseWindow, spanLabel } from "./time-window.ts";

test.each([
  ["15m", 900_000],
  ["90m", 5_400_000],
  ["7d", 604_800_000],
  ["5400s", 5_400_000],
  ["366d", 31_622_400_000],
])("%s is %d ms", (text, ms) => {
  expect(parseWindow(text)).toBe(ms);
});

test.each(["", "0s", "3 weeks", "15", "-5m", "1.5h", "367d", "99999999d", "15M"])(
  "%j is no window",
  (text) => {
    expect(parseWindow(text)).toBeNull();
  },
);

test.each([
  [900_000, "15m"],
  [5_400_000, "90m"],
  [86_400_000, "24h"],
  [604_800_000, "7d"],
  [61_000, "61s"],
  [1_499, "1s"],
  [3, "1s"],
])("%d ms are written %s, and read back", (ms, text) => {
  expect(formatWindow(ms)).toBe(text);
  expect(formatWindow(parseWindow(text) ?? 0)).toBe(text);
});

test.each([
  [2_000, "2 s"],
  [60_000, "60 s"],
  [300_000, "5 m"],
  [97_400, "1 m 37 s"],
  [3_600_000, "1 h"],
  [5_400_000, "1 h 30 m"],
  [86_400_000, "24 h"],
])("%d ms are read as %s", (ms, text) => {
  expect(spanLabel(ms)).toBe(text);
});
