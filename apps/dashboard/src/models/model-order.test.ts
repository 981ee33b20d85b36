import { expect, test } from "vitest";
import type { ModelRow } from "@signalbox/api-contract";
import { isFailing, worstFirst } from "./model-order.ts";

function row(model: string, change: Partial<ModelRow> = {}): ModelRow {
  return {
    provider: "p",
    model,
    state: "ok",
    stateReason: null,
    stateSince: null,
    stateUntil: null,
    throttledUntil: null,
    recovered: 0,
    finishReasons: {},
    quota: null,
    keyFrom: null,
    configured: true,
    calls: 100,
    failed: 0,
    failureRate: 0,
    failuresByKind: {},
    ttftP50: 100,
    ttftP95: 200,
    latencyP50: 1,
    latencyP95: 1,
    latencyP99: 1,
    gapP95: 10,
    tokensPerSec: 50,
    inputTokens: 1,
    outputTokens: 1,
    costUsd: null,
    inFlight: 0,
    lastSuccessAt: null,
    practice: false,
    ...change,
  };
}

test("a tripped breaker before failures, failures before slowness", () => {
  const models = [
    row("slow", { ttftP95: 9_000 }),
    row("open", { state: "open" }),
    row("failing", { failureRate: 0.3 }),
    row("well"),
  ];
  expect(worstFirst(models).map(({ model }) => model)).toEqual(["open", "failing", "slow", "well"]);
});

test("one failure in few calls is not red", () => {
  expect(isFailing(row("a", { failed: 1, failureRate: 0.1 }))).toBe(false);
  expect(isFailing(row("a", { failed: 3, failureRate: 0.03 }))).toBe(true);
  expect(isFailing(row("a", { failed: 0, failureRate: null }))).toBe(false);
});
