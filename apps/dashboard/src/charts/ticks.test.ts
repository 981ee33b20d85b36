import { expect, test } from "vitest";
import { clockLabel, pointLabel, valueTicks } from "./ticks.ts";

test.each([
  [11.2, [0, 4, 8, 12]],
  [12, [0, 4, 8, 12]],
  [41, [0, 20, 40, 60]],
  [0.48, [0, 0.2, 0.4, 0.6]],
  [0.29, [0, 0.1, 0.2, 0.3]],
  [1_450, [0, 500, 1_000, 1_500]],
  [25_000, [0, 10_000, 20_000, 30_000]],
])("values up to %d have the ticks %j", (most, ticks) => {
  expect(valueTicks(most)).toEqual(ticks);
});

test("where there is no value there is no scale but nought", () => {
  expect(valueTicks(0)).toEqual([0]);
  expect(valueTicks(Number.NaN)).toEqual([0]);
  expect(valueTicks(Number.NEGATIVE_INFINITY)).toEqual([0]);
});

test("a mark tells hours and minutes, and seconds only where it must", () => {
  const t = new Date(2026, 10, 22, 14, 2, 10).getTime();
  expect(clockLabel(t, 60_000)).toBe("14:02");
  expect(clockLabel(t, 10_000)).toBe("14:02:10");
});

test("a day is told where it begins among hours, and alone where marks are days", () => {
  const midnight = new Date(2026, 10, 29).getTime();
  const hour = 3_600_000;
  expect(clockLabel(midnight, hour)).toBe("29 Nov");
  expect(clockLabel(midnight, 600_000)).toBe("00:00");
  expect(clockLabel(midnight + 9 * hour, hour)).toBe("09:00");
  expect(clockLabel(midnight + 9 * hour, 24 * hour)).toBe("29 Nov");
  expect(pointLabel(midnight, [midnight - 48 * hour, midnight])).toMatch(/^29 Nov .*00:00:00$/);
  expect(pointLabel(midnight, [midnight - hour, midnight])).toBe("00:00:00");
});
