import { expect, test } from "vitest";
import { acceptedText } from "./accepted-text.ts";

const noon = new Date(2026, 10, 29, 12, 0, 0).getTime();
const hour = 3_600_000;

test("a request of today has its time, one of another day its date", () => {
  expect(acceptedText(noon - 2 * hour, noon)).toBe("10:00:00");
  expect(acceptedText(noon - 20 * hour, noon)).toBe("28 Nov");
  expect(acceptedText(new Date(2026, 9, 29, 12).getTime(), noon)).toBe("29 Oct");
});
