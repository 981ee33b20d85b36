import { expect, test } from "vitest";
import type { ModelRow } from "@signalbox/api-contract";
import { isFailing, worstFirst } from "./model-order.ts";
import { modelRow } from "./model-row.fixture.ts";

const row = (model: string, change: Partial<ModelRow> = {}): ModelRow =>
  modelRow({ model, ...change });

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
