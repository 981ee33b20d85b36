import { pressingMs } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { formatAxisBytes, isPressing, trendText } from "./health-words.ts";

const hour = 3_600_000;

test("where a pace leads is a sentence, and says over what", () => {
  expect(trendText({ kind: "full", inMs: 76 * hour, overMs: 6 * hour })).toBe(
    "full in about 3 d 4 h, by a straight line over the last 6 h 00 m",
  );
  expect(trendText({ kind: "full", inMs: 0, overMs: hour })).toMatch(/^full now, /);
  expect(trendText({ kind: "steady", overMs: hour })).toBe("not growing over the last 1 h 00 m");
  expect(trendText({ kind: "unknown", overMs: 90_000 })).toBe(
    "too early to say: known for 1 m 30 s",
  );
  expect(trendText({ kind: "unknown", overMs: 0 })).toBe("its pace is not known");
});

test("a disk presses within a day, a heap within two hours", () => {
  const trend = { kind: "full", inMs: 5 * hour, overMs: hour } as const;
  expect(isPressing(trend, pressingMs.disk)).toBe(true);
  expect(isPressing(trend, pressingMs.heap)).toBe(false);
  expect(isPressing({ kind: "steady", overMs: hour }, pressingMs.disk)).toBe(false);
});

test("bytes beside an axis are short", () => {
  expect([0, 900, 2_500, 250e6, 1.5e9, 40e9, 2e12].map(formatAxisBytes)).toEqual([
    "0",
    "900B",
    "2.5k",
    "250M",
    "1.5G",
    "40G",
    "2T",
  ]);
});
