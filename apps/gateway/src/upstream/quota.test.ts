import { describe, expect, it } from "vitest";
import { readQuota, readReset, usedUpUntil } from "./quota.ts";

const now = Date.parse("2026-01-01T00:00:00Z");

describe("a reset", () => {
  it.each([
    ["1s", now + 1_000],
    ["6m0s", now + 360_000],
    ["20ms", now + 20],
    ["1h2m3.5s", now + 3_723_500],
    ["7", now + 7_000],
    ["0", now],
    ["2026-01-01T00:01:00Z", now + 60_000],
    [String(now / 1_000 + 9), now + 9_000],
    [String(now + 9), now + 9],
    ["soon", null],
    ["6m0", null],
    ["", null],
  ])("told as %j is read", (text, expected) => {
    expect(readReset(text, now)).toBe(expected);
  });
});

describe("a quota", () => {
  it("is read as OpenAI tells it", () => {
    const headers = {
      "x-ratelimit-limit-requests": "500",
      "x-ratelimit-remaining-requests": "499",
      "x-ratelimit-reset-requests": "120ms",
      "x-ratelimit-limit-tokens": "30000",
      "x-ratelimit-remaining-tokens": "0",
      "x-ratelimit-reset-tokens": "6m0s",
    };
    const quota = readQuota(headers, now);
    expect(quota).toEqual({
      requests: { limit: 500, remaining: 499, resetAt: now + 120 },
      tokens: { limit: 30_000, remaining: 0, resetAt: now + 360_000 },
    });
    expect(quota === null ? null : usedUpUntil(quota)).toBe(now + 360_000);
  });

  it("is read as Anthropic tells it: of its token limits, the scarcest", () => {
    const headers = {
      "anthropic-ratelimit-requests-limit": "50",
      "anthropic-ratelimit-requests-remaining": "49",
      "anthropic-ratelimit-requests-reset": "2026-01-01T00:00:01Z",
      "anthropic-ratelimit-input-tokens-limit": "1000",
      "anthropic-ratelimit-input-tokens-remaining": "900",
      "anthropic-ratelimit-output-tokens-limit": "100",
      "anthropic-ratelimit-output-tokens-remaining": "10",
      "anthropic-ratelimit-output-tokens-reset": "2026-01-01T00:00:30Z",
    };
    const quota = readQuota(headers, now);
    expect(quota).toEqual({
      requests: { limit: 50, remaining: 49, resetAt: now + 1_000 },
      tokens: { limit: 100, remaining: 10, resetAt: now + 30_000 },
    });
    expect(quota === null ? 0 : usedUpUntil(quota)).toBeNull();
  });

  it("that nobody tells, or that makes no sense, is none", () => {
    expect(readQuota({}, now)).toBeNull();
    expect(readQuota({ "x-ratelimit-limit-requests": "many" }, now)).toBeNull();
    expect(readQuota({ "x-ratelimit-limit-requests": "-1" }, now)).toBeNull();
  });
});
