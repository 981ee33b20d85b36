import { expect, test } from "vitest";
import { requestRow } from "../requests/request-row.fixture.ts";
import { serialBars } from "./bars.ts";
import { describeBar } from "./describe-bar.ts";
import { drawnLane, laneSpan, testNow } from "./lane-spans.fixture.ts";

const describeSpan = (
  span: ReturnType<typeof laneSpan>,
  request?: ReturnType<typeof requestRow>,
) => {
  const bar = serialBars([span]).at(-1);
  if (bar === undefined) throw new Error("a span has a bar");
  return describeBar(drawnLane("ws · sess 8f21"), bar, request, testNow);
};

test("what runs tells for how long, and what it waits for", () => {
  const span = laneSpan(41, null, { kind: "queue", waitsFor: "slot" });
  const told = describeSpan(span, requestRow({ state: "queued", blockedBy: "req-0" }));
  expect(told.phase).toBe("queued for 41.0 s");
  expect(told.facts).toContainEqual(["waits for", "a free slot"]);
  expect(told.facts).toContainEqual(["behind", "req-0"]);
});

test("what is over tells how it ended", () => {
  const span = laneSpan(5, 3, { status: "failed", errorKind: "rate_limit", attempt: 2 });
  const told = describeSpan(span);
  expect(told.phase).toBe("waiting for first token 2.00 s");
  expect(told.facts).toContainEqual(["failed", "rate_limit"]);
  expect(told.facts).toContainEqual(["attempt", "2"]);
});
