import { expect, test } from "vitest";
import { failingText } from "./failing-text.ts";

const reach = { windowMs: 900_000, requests: 128, using: 41, withoutFallback: 32, isAtMost: false };

test("a pause says first what share of requests will fail", () => {
  expect(failingText(reach)).toBe(
    "25 % of requests will fail, going by those of the last 15 m 00 s: 32 of 128 used it and have no other model to go to.",
  );
  expect(failingText({ ...reach, isAtMost: true })).toMatch(/^Up to 25 %/);
});

test("where none will, or nothing is known, it says so", () => {
  expect(failingText({ ...reach, withoutFallback: 0 })).toMatch(/^No request will fail/);
  expect(failingText({ ...reach, using: 0 })).toMatch(/^None of the 128 requests/);
  expect(failingText({ ...reach, requests: 0 })).toMatch(/^There were no requests/);
});
