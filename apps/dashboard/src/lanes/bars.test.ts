import { expect, test } from "vitest";
import { oneShotBars, serialBars } from "./bars.ts";
import { laneSpan, testNow } from "./lane-spans.fixture.ts";

const shapes = (bars: ReturnType<typeof serialBars>) =>
  bars.map(({ kind, from, to, end }) => [
    kind,
    (testNow - from) / 1_000,
    to === null ? null : (testNow - to) / 1_000,
    end,
  ]);

test("an attempt is hollow until its first token, then solid; only its end may have failed", () => {
  const attempt = laneSpan(30, 10, { firstTokenAt: testNow - 25_000, status: "failed" });
  expect(shapes(serialBars([attempt]))).toEqual([
    ["waiting", 30, 25, null],
    ["streaming", 25, 10, "failed"],
  ]);
});

test("who waits behind a busy lane lies under it, who waits for a slot in it", () => {
  const free = laneSpan(50, 40, { kind: "queue" });
  const running = laneSpan(40, null);
  const behind = laneSpan(20, null, { kind: "queue", requestId: "req-2" });
  const [first, second, main] = serialBars([free, running, behind]);
  expect(first).toMatchObject({ kind: "queued", top: 0, height: 1 });
  expect(second?.top).toBeGreaterThan(1);
  expect(main).toMatchObject({ kind: "waiting", top: 0, height: 1 });
});

test("tools that run side by side share the height", () => {
  const bars = serialBars([
    laneSpan(20, 10, { kind: "tool", id: "t1" }),
    laneSpan(20, 15, { kind: "tool", id: "t2" }),
  ]);
  expect(bars.map(({ top, height }) => [top, height])).toEqual([
    [0, 0.5],
    [0.5, 0.5],
  ]);
});

test("one-shot requests that overlap lie one above the other", () => {
  const { bars, depth } = oneShotBars([
    laneSpan(30, 20, { requestId: "a" }),
    laneSpan(25, 15, { requestId: "b" }),
    laneSpan(10, 5, { requestId: "c" }),
  ]);
  expect(depth).toBe(2);
  expect(bars.map(({ top, height }) => [top, height])).toEqual([
    [0, 0.5],
    [0.5, 0.5],
    [0, 1],
  ]);
});

test("in a crowd all are equally high", () => {
  const crowd = Array.from({ length: 5 }, (_, i) => laneSpan(30, 20, { requestId: `r${i}` }));
  const { bars, depth } = oneShotBars([...crowd, laneSpan(5, 1, { requestId: "alone" })]);
  expect(depth).toBe(5);
  expect(new Set(bars.map((bar) => bar.height))).toEqual(new Set([0.2]));
});

test("a cancelled end is told from one that nobody saw, and a request may be one bar", () => {
  const cancelled = laneSpan(30, 20, { status: "cancelled" });
  const isInterrupted = () => true;
  const isWhole = () => false;
  expect(shapes(serialBars([cancelled]))).toEqual([["waiting", 30, 20, "cancelled"]]);
  expect(shapes(serialBars([cancelled], { isWhole, isInterrupted }))).toEqual([
    ["waiting", 30, 20, "interrupted"],
  ]);
  const whole = laneSpan(30, 20, { firstTokenAt: testNow - 25_000 });
  const marks = { isWhole: () => true, isInterrupted: isWhole };
  expect(shapes(serialBars([whole], marks))).toEqual([["whole", 30, 20, null]]);
});
