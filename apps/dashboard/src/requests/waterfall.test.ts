import { expect, test } from "vitest";
import { spanDetail } from "./request-row.fixture.ts";
import { tickLabel, waterfallOf } from "./waterfall.ts";

const t0 = 1_000_000;
const at = (seconds: number) => t0 + seconds * 1_000;
const spans = [
  spanDetail({
    id: "q",
    kind: "queue",
    name: "8f21",
    startedAt: at(0),
    endedAt: at(2.1),
    status: "ok",
  }),
  spanDetail({
    id: "m1",
    startedAt: at(2.1),
    firstTokenAt: at(3),
    endedAt: at(5.2),
    status: "ok",
    modelCall: 1,
    attempt: 1,
  }),
  spanDetail({
    id: "m2a",
    startedAt: at(6.9),
    endedAt: at(7.2),
    status: "failed",
    modelCall: 2,
    attempt: 1,
  }),
  spanDetail({
    id: "b",
    kind: "backoff",
    startedAt: at(7.2),
    endedAt: at(9.2),
    status: "ok",
    retryAfterMs: 2_000,
    modelCall: 2,
    attempt: 2,
  }),
  spanDetail({ id: "m2b", startedAt: at(9.2), firstTokenAt: at(10.04), modelCall: 2, attempt: 2 }),
];

test("spans are told apart by what they are, and attempts only where there were several", () => {
  const { rows } = waterfallOf(spans, t0, at(14.8));
  expect(rows.map((row) => `${row.kind} ${row.name}`)).toEqual([
    "queue lane 8f21",
    "model 1 gpt-5.1-mini",
    "model 2 · attempt 1 gpt-5.1-mini",
    "backoff Retry-After",
    "model 2 · attempt 2 gpt-5.1-mini",
  ]);
  expect(rows.map((row) => row.took)).toEqual(["2.10 s", "3.10 s", "300 ms", "2.00 s", "5.60 s …"]);
});

test("an attempt is hollow until its first token, then solid; a failure is a tick at its end", () => {
  const { rows } = waterfallOf(spans, t0, at(14.8));
  expect(rows.map((row) => row.segments.map((segment) => segment.phase))).toEqual([
    ["queued"],
    ["waiting", "streaming"],
    ["waiting", "failed"],
    ["queued"],
    ["waiting", "streaming"],
  ]);
});

test("the axis has few round marks and nothing lies beyond it", () => {
  const { rows, ticks, totalMs } = waterfallOf(spans, t0, at(14.8));
  expect(ticks).toEqual([0, 4_000, 8_000, 12_000, 16_000]);
  expect(ticks.map((tick) => tickLabel(tick, totalMs))).toEqual([
    "0 s",
    "4 s",
    "8 s",
    "12 s",
    "16 s",
  ]);
  for (const { left, width } of rows.flatMap((row) => row.segments)) {
    expect(left).toBeGreaterThanOrEqual(0);
    expect(left + width).toBeLessThanOrEqual(1);
  }
});

test("a request with no span yet has an axis all the same", () => {
  expect(waterfallOf([], t0, t0).ticks).toEqual([0, 20, 40, 60, 80, 100]);
});

test("a wait before an attempt says for what, and providers are told where there are two", () => {
  const common = { modelCall: 1, name: "gpt-5.1-mini", model: "gpt-5.1-mini" };
  const { rows } = waterfallOf(
    [
      spanDetail({ ...common, id: "w", kind: "queue", waitsFor: "breaker", provider: "openai" }),
      spanDetail({ ...common, id: "a", provider: "openai", attempt: 1, startedAt: 1 }),
      spanDetail({ ...common, id: "b", provider: "local", attempt: 2, startedAt: 2 }),
    ],
    0,
    1_000,
  );
  expect(rows.map((row) => `${row.kind} ${row.name}`)).toEqual([
    "held breaker of openai · gpt-5.1-mini",
    "model 1 · attempt 1 openai · gpt-5.1-mini",
    "model 1 · attempt 2 local · gpt-5.1-mini",
  ]);
});
