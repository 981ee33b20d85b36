import { expect, test } from "vitest";
import { requestRow } from "../requests/request-row.fixture.ts";
import { overviewPoint } from "./overview-point.fixture.ts";
import type { Period } from "./period.ts";
import { failedDots, slowDots, slowFromMs } from "./request-dots.ts";

function period(quantiles: readonly [number, number, number]): Period {
  const point = (t: number) =>
    overviewPoint({
      t,
      messages: 1,
      ttft: { "p/m": [...quantiles] },
      modelCalls: 1,
      outputTokens: 1,
    });
  const t = Array.from({ length: 10 }, (_, i) => i * 5_000);
  return { stepMs: 5_000, t, points: t.map(point) };
}

test("slow is beyond what the period before had, and never below half a second", () => {
  const now = period([1_000, 4_000, 9_000]);
  expect(slowFromMs({ now, before: period([200, 700, 900]) }, "p/m")).toBe(900);
  expect(slowFromMs({ now, before: period([20, 70, 90]) }, "p/m")).toBe(500);
  const unknown = { ...now, points: now.points.map(() => null) };
  expect(slowFromMs({ now, before: unknown }, "p/m")).toBe(4_000);
  expect(slowFromMs({ now, before: period([200, 700, 900]) }, "p/other")).toBe(500);
});

test("a dot is where its request ended, and at its first token where that is known to be the slow one", () => {
  const rows = [
    requestRow({ id: "a", outcome: "failed", errorKind: "timeout", endedAt: 5, ttft: 700 }),
    requestRow({ id: "b", outcome: "ok", endedAt: 6, ttft: 900 }),
    requestRow({ id: "c", outcome: "ok", endedAt: 7, ttft: 100 }),
    requestRow({ id: "d", outcome: null, endedAt: null }),
  ];
  expect(failedDots(rows, true)).toMatchObject([{ id: "a", t: 5, value: 700 }]);
  expect(failedDots(rows, false)).toMatchObject([{ id: "a", value: null }]);
  expect(slowDots(rows, 500)).toMatchObject([
    { id: "b", t: 6, value: 900 },
    { id: "c", t: 7, value: null },
  ]);
});
