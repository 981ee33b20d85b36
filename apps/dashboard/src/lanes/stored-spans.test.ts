import type { LaneRequest } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { laneSpan } from "./lane-spans.fixture.ts";
import { storedSpans } from "./stored-spans.ts";

const request = (fields: Partial<LaneRequest>): LaneRequest => ({
  id: "req-1",
  lane: "lane-1",
  laneLabel: "ws · 8f21",
  oneShot: false,
  client: "web",
  practice: false,
  startedAt: 1_000,
  endedAt: 3_000,
  outcome: "ok",
  errorKind: null,
  spans: [],
  ...fields,
});

test("spans get their request and lane back; one without any stands for itself", () => {
  const { requestId: _, lane: __, ...span } = laneSpan(20, 10, { id: "req-1.q" });
  const stored = storedSpans([
    request({ spans: [span] }),
    request({ id: "req-2", lane: "lane-2", outcome: "interrupted" }),
  ]);
  expect(stored.spans.get("req-1.q")).toMatchObject({ requestId: "req-1", lane: "lane-1" });
  expect([...stored.wholes]).toEqual(["req-2 whole"]);
  expect(stored.spans.get("req-2 whole")).toMatchObject({
    requestId: "req-2",
    lane: "lane-2",
    startedAt: 1_000,
    endedAt: 3_000,
    status: "cancelled",
  });
  expect([...stored.interrupted]).toEqual(["req-2"]);
});
