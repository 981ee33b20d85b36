import { expect, test } from "vitest";
import { fromLocalField, momentText, toLocalField } from "./moment-text.ts";

const t = new Date(2026, 10, 29, 3, 12, 7).getTime();

test("a moment is told by day and second, and by year where that is another", () => {
  expect(momentText(t, t)).toBe("29 Nov 03:12:07");
  expect(momentText(t, new Date(2027, 0, 1).getTime())).toBe("29 Nov 2026 03:12:07");
});

test("a field for date and time holds it in local time, and gives it back", () => {
  expect(toLocalField(t)).toBe("2026-11-29T03:12:07");
  expect(fromLocalField(toLocalField(t))).toBe(t);
  expect(fromLocalField("2026-11-29T03:12")).toBe(t - 7_000);
});

test.each(["", "yesterday", "2026-13-40T00:00", "2026-11-29"])("%j is no moment", (value) => {
  expect(fromLocalField(value)).toBeNull();
});
