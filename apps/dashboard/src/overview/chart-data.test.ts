import { expect, test } from "vitest";
import { failuresChart } from "./chart-data.ts";
import { overviewPoint } from "./overview-point.fixture.ts";
import type { Period } from "./period.ts";

function periodOf(failures: Record<string, number>): Period {
  return { t: [0], points: [overviewPoint({ messages: 9, failed: 9, failures })], stepMs: 1_000 };
}

function colorsOf(kinds: readonly string[]): ReadonlyMap<string, string> {
  const now = periodOf(Object.fromEntries(kinds.map((kind) => [kind, 2])));
  const { series } = failuresChart({ now, before: periodOf({}) });
  return new Map(series.map(({ key, color }) => [key, color]));
}

test("a kind of failure keeps its colour when another comes or goes", () => {
  const alone = colorsOf(["timeout"]).get("timeout");
  expect(colorsOf(["rate_limit", "timeout"]).get("timeout")).toBe(alone);
  expect(colorsOf(["auth", "timeout", "upstream_5xx"]).get("timeout")).toBe(alone);
});

test("kinds that are shown together have each a colour of their own", () => {
  const kinds = ["rate_limit", "invalid_request", "incomplete", "interrupted", "internal"];
  expect(new Set(colorsOf(kinds).values()).size).toBe(kinds.length);
});
