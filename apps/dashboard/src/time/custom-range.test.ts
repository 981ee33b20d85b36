import { expect, test } from "vitest";
import { readCustomRange } from "./custom-range.ts";
import { toLocalField } from "./moment-text.ts";

const now = new Date(2026, 10, 29, 12, 0, 0).getTime();
const hour = 3_600_000;
const ago = (hours: number) => toLocalField(now - hours * hour);

test("two moments are an end and a length", () => {
  expect(readCustomRange(ago(3), ago(1.5), now)).toEqual({
    range: { at: now - 1.5 * hour, window: "90m" },
    problem: null,
  });
});

test.each([
  ["from after to", ago(1), ago(2), "from"],
  ["to in the future", ago(1), ago(-1), "to"],
  ["no from", "", ago(1), "from"],
  ["no to", ago(1), "", "to"],
  ["no time between", ago(1), ago(1), "from"],
  ["more than a year", ago(24 * 400), ago(1), "from"],
])("%s is told, with its field", (_, from, to, field) => {
  const read = readCustomRange(from, to, now);
  expect(read).toMatchObject({ range: null, field });
  expect(read.problem).toMatch(/^(From|To|A window) .+\.$/);
});
