import { expect, test } from "vitest";
import { marksOf, spansOf, unknownSpans } from "./chart-marks.ts";

test("starts and changes of the config are lines, stalls and gaps are stretches", () => {
  const found = {
    marks: [
      { at: 1_000, kind: "start", label: "0.1.0", durationMs: null },
      { at: 5_000, kind: "config", label: "agents changed support", durationMs: null },
      { at: 9_000, kind: "stall", label: "", durationMs: 400 },
    ],
    gaps: [{ from: 0, to: 900, reason: "The gateway did not stop as it should.", lost: null }],
  } as const;
  expect(marksOf({ ...found, marks: [...found.marks], gaps: [] })).toMatchObject([
    { t: 1_000, label: "start", detail: "version 0.1.0 started" },
    { t: 5_000, label: "config", detail: "agents changed support" },
  ]);
  expect(spansOf({ marks: [...found.marks], gaps: [...found.gaps] })).toMatchObject([
    { from: 0, to: 900, kind: "gap" },
    { from: 8_600, to: 9_000, kind: "stall" },
  ]);
});

test("steps that are not known make one stretch where they follow each other", () => {
  const known = [false, false, true, false];
  expect(unknownSpans([0, 5, 10, 15], 5, (i) => known[i] === true)).toMatchObject([
    { from: 0, to: 10 },
    { from: 15, to: 20 },
  ]);
});
