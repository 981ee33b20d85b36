import type { LaneRequest, RequestRow, Span } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { requestRow } from "../requests/request-row.fixture.ts";
import { collectLanes } from "./collect-lanes.ts";
import { LaneNames } from "./lane-names.ts";
import { laneSpan, testNow } from "./lane-spans.fixture.ts";

const from = testNow - 60_000;
const source = (rows: RequestRow[], spans: Span[], recent: RequestRow[] = []) => ({
  requests: new Map(rows.map((row) => [row.id, row])),
  recent,
  spans: new Map(spans.map((span, i) => [`${span.id} ${i}`, span])),
});

test("one-shot requests are drawn under their client, sessions each in a row", () => {
  const label = { laneLabel: "openai · chat-ui", oneShot: true };
  const lanes = collectLanes(
    source(
      [
        requestRow({ id: "a", lane: "once-1", ...label }),
        requestRow({ id: "b", lane: "once-2", ...label }),
        requestRow({ id: "c", lane: "lane-1" }),
      ],
      [
        laneSpan(10, null, { lane: "once-1", requestId: "a" }),
        laneSpan(9, null, { lane: "once-2", requestId: "b" }),
        laneSpan(8, null, { lane: "lane-1", requestId: "c" }),
      ],
    ),
    new LaneNames(),
    { from },
  );
  expect(lanes.map(({ label: name, depth, bars }) => [name, depth, bars.length])).toEqual([
    ["openai · chat-ui", 2, 2],
    ["ws · sess 8f21", 1, 1],
  ]);
});

test("a lane is still called by its name when its requests' rows are gone", () => {
  const names = new LaneNames();
  const span = laneSpan(10, 5);
  collectLanes(source([], [span], [requestRow({ state: "ended" })]), names, { from });
  expect(collectLanes(source([], [span]), names, { from })[0]?.label).toBe("ws · sess 8f21");
});

test("requests that ended before the page was opened are drawn under their client too", () => {
  const old = ["once-1", "once-2"].flatMap((lane) => [
    laneSpan(20, 19, { kind: "queue", name: "openai · chat-ui", lane, requestId: lane }),
    laneSpan(19, 10, { lane, requestId: lane }),
  ]);
  const lost = laneSpan(9, 8, { lane: "once-3", requestId: "once-3" });
  const lanes = collectLanes(source([], [...old, lost]), new LaneNames(), { from });
  expect(lanes.map(({ label, bars }) => [label, bars.length])).toEqual([
    ["openai · chat-ui", 4],
    ["earlier requests", 1],
  ]);
});

test("names are forgotten with their last span", () => {
  const names = new LaneNames();
  collectLanes(source([requestRow()], [laneSpan(10, 5)]), names, { from });
  expect(names.size).toBe(1);
  collectLanes(source([], []), names, { from });
  expect(names.size).toBe(0);
});

test("the longest wait tells why a lane waits", () => {
  const queued = { state: "queued", phase: "queued", phaseDetail: "lane" } as const;
  const lanes = collectLanes(
    source(
      [
        requestRow({ id: "late", ...queued, phaseSince: 300 }),
        requestRow({ id: "first", ...queued, phaseSince: 200, blockedBy: "runs" }),
        requestRow({ id: "runs" }),
      ],
      [],
    ),
    new LaneNames(),
    { from },
  );
  expect(lanes[0]).toMatchObject({
    waiters: 2,
    block: { requestId: "first", waitsFor: "lane", blockedBy: "runs" },
  });
});

test("what ended before the window is not in it", () => {
  expect(collectLanes(source([], [laneSpan(90, 61)]), new LaneNames(), { from })).toEqual([]);
});

test("a stored window is drawn with what is live, and what waits now stays out of one that is over", () => {
  const past = laneSpan(300, 290, { id: "old", lane: "lane-9", requestId: "old" });
  const request: LaneRequest = {
    id: "old",
    lane: "lane-9",
    laneLabel: "ws · old",
    oneShot: false,
    client: "web",
    practice: true,
    startedAt: testNow - 300_000,
    endedAt: testNow - 290_000,
    outcome: "interrupted",
    errorKind: null,
    spans: [],
  };
  const stored = {
    requests: [request],
    spans: new Map([["old", { ...past, status: "cancelled" as const }]]),
    wholes: new Set<string>(),
    interrupted: new Set(["old"]),
  };
  const queued = requestRow({ id: "w", lane: "lane-1", state: "queued", phase: "queued" });
  const live = source([queued], [laneSpan(5, null, { lane: "lane-1", requestId: "w" })]);
  const window = { from: testNow - 400_000, to: testNow - 200_000, isNow: false };
  const lanes = collectLanes({ ...live, stored }, new LaneNames(), window);
  expect(lanes).toMatchObject([{ label: "ws · old", isPractice: true, waiters: 0 }]);
  expect(lanes[0]?.bars).toMatchObject([{ end: "interrupted" }]);
  const both = { from: testNow - 400_000 };
  expect(collectLanes({ ...live, stored }, new LaneNames(), both).map(({ key }) => key)).toEqual([
    "lane:lane-1",
    "lane:lane-9",
  ]);
});

test("a lane that is held stands in the picture with nothing in it", () => {
  const held = [{ lane: "lane-1", label: "ws · sess 8f21" }];
  const lanes = collectLanes({ ...source([], []), held }, new LaneNames(), { from });
  expect(lanes).toMatchObject([{ key: "lane:lane-1", lane: "lane-1", bars: [], waiters: 0 }]);
});
