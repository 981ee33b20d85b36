import { expect, test } from "vitest";
import { around } from "./around.ts";

const minute = 60_000;

test("a moment stands in the middle of four minutes, and now is their end where it was just now", () => {
  expect(around(100 * minute, 200 * minute)).toEqual({ window: "4m", at: 102 * minute });
  expect(around(199 * minute, 200 * minute)).toEqual({ window: "4m", at: undefined });
});
