import { expect, it } from "vitest";
import { passedHeaders } from "./passed-headers.ts";

it("passes on what tells of limits and retries, whichever provider says it", () => {
  const told = {
    "retry-after": "20",
    "retry-after-ms": "19500",
    "x-should-retry": "false",
    "x-ratelimit-reset-tokens": "6m0s",
    "anthropic-ratelimit-input-tokens-reset": "2026-11-22T11:19:01Z",
    "openai-processing-ms": "12",
  };
  expect(passedHeaders(told)).toEqual(told);
});

it("passes on nothing else, and nothing that is too long to be one of them", () => {
  expect(
    passedHeaders({
      "x-ratelimit-whatever": "1",
      "openai-organization": "org",
      "set-cookie": ["a=b"],
      "x-ratelimit-limit-tokens": "1".repeat(129),
    }),
  ).toEqual({});
});

it("passes on no more than 4 KiB in all", () => {
  const names = ["requests", "tokens", "input-tokens", "output-tokens"].flatMap((what) =>
    ["limit", "remaining", "reset"].map((which) => `anthropic-ratelimit-${what}-${which}`),
  );
  const rateLimits = ["requests", "tokens"].flatMap((what) =>
    ["limit", "remaining", "reset"].map((which) => `x-ratelimit-${which}-${what}`),
  );
  const all = [...names, ...rateLimits, "retry-after", "retry-after-ms", "openai-version"];
  const passed = passedHeaders(Object.fromEntries(all.map((name) => [name, "9".repeat(128)])));
  expect(Buffer.byteLength(Object.entries(passed).flat().join(""))).toBeLessThanOrEqual(4_096);
});
