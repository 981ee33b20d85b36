import type { ErrorKind } from "@signalbox/api-contract";
import { describe, expect, it } from "vitest";
import type { Block } from "./breaker/index.ts";
import { backoffMs, isWorthRetrying, mayRetry, type FailedAttempt } from "./retry-policy.ts";

const retries = { maxAttempts: 3, baseMs: 500, maxRetryAfterMs: 20_000 };

function failed(kind: ErrorKind, over: Partial<FailedAttempt> = {}): FailedAttempt {
  return {
    failure: { kind, message: "m" },
    hasForwarded: false,
    retryAfterMs: null,
    attempt: 1,
    ...over,
  };
}

describe("an attempt may be made again", () => {
  it.each<[ErrorKind, boolean]>([
    ["rate_limit", true],
    ["upstream_5xx", true],
    ["network", true],
    ["malformed_stream", true],
    ["incomplete", true],
    ["timeout", false],
    ["empty", false],
    ["auth", false],
    ["context_length", false],
    ["content_filter", false],
    ["invalid_request", false],
    ["cancelled", false],
    ["budget", false],
    ["internal", false],
    ["queue_full", false],
    ["tool", false],
  ])("after %s: %s", (kind, expected) => {
    expect(mayRetry(failed(kind), retries)).toBe(expected);
  });

  it("where its failure says so, whatever its kind", () => {
    const connect = { kind: "timeout", message: "m", retry: "safe" } as const;
    const quota = { kind: "rate_limit", message: "m", retry: "useless" } as const;
    expect(mayRetry(failed("timeout", { failure: connect }), retries)).toBe(true);
    expect(mayRetry(failed("rate_limit", { failure: quota }), retries)).toBe(false);
  });

  it("never once something was forwarded, nor beyond its number or its provider's patience", () => {
    expect(mayRetry(failed("network", { hasForwarded: true }), retries)).toBe(false);
    expect(mayRetry(failed("network", { attempt: 2 }), retries)).toBe(true);
    expect(mayRetry(failed("network", { attempt: 3 }), retries)).toBe(false);
    expect(mayRetry(failed("rate_limit", { retryAfterMs: 20_000 }), retries)).toBe(true);
    expect(mayRetry(failed("rate_limit", { retryAfterMs: 20_001 }), retries)).toBe(false);
  });
});

describe("it is worth it", () => {
  const block: Block = {
    waitsFor: "breaker",
    kind: "network",
    what: "p · m",
    reason: "5 of 5 attempts failed",
    since: 0,
    until: 1,
    remainingMs: 9_000,
  };
  const alone = { hasFallback: false, maxHoldMs: 10_000 };
  const chained = { hasFallback: true, maxHoldMs: 10_000 };

  it.each([
    [null, null, alone, true],
    [null, null, chained, true],
    [15_000, null, alone, true],
    [15_000, null, chained, false],
    [900, null, chained, true],
    [null, block, alone, true],
    [null, block, chained, false],
    [null, { ...block, remainingMs: 10_001 }, alone, false],
    [null, { ...block, remainingMs: null }, alone, true],
    [null, { ...block, waitsFor: "paused" as const, remainingMs: 900_000 }, alone, true],
    [null, { ...block, waitsFor: "throttled" as const }, chained, true],
  ])("told to wait %j, behind %j, with %j: %s", (retryAfterMs, behind, patience, expected) => {
    expect(isWorthRetrying(failed("rate_limit", { retryAfterMs }), behind, patience)).toBe(
      expected,
    );
  });
});

describe("the wait before the next attempt", () => {
  it.each([
    [1, 0, 250],
    [1, 1, 500],
    [2, 0, 500],
    [2, 1, 1_000],
    [3, 0.5, 1_500],
    [9, 0, 4_000],
    [9, 1, 8_000],
  ])("after attempt %i, drawing %d, is %i ms", (attempt, drawn, expected) => {
    expect(backoffMs(failed("network", { attempt }), 500, () => drawn)).toBe(expected);
  });

  it("is never shorter than what the provider asked for", () => {
    expect(backoffMs(failed("rate_limit", { retryAfterMs: 7_000 }), 500, () => 0)).toBe(7_000);
    expect(backoffMs(failed("rate_limit", { retryAfterMs: 7_000 }), 500, () => 1)).toBe(7_250);
    expect(backoffMs(failed("rate_limit", { retryAfterMs: 0 }), 500, () => 0)).toBe(250);
  });
});
