import type {
  LiveFrame,
  LiveSnapshot,
  OverviewPoint,
  RequestRow,
  Span,
  SystemEvent,
} from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { acceptedRow } from "../../dev/fake-request.ts";
import { fakeLanes } from "../../dev/fake-lanes.ts";
import { applyMessage } from "./apply-message.ts";
import { emptyLiveData, liveBounds, type LiveData } from "./live-state.ts";
import { toSnapshot } from "./to-snapshot.ts";
import { overviewPoint } from "../overview/overview-point.fixture.ts";

function row(id: string, change: Partial<RequestRow> = {}): RequestRow {
  const [lane] = fakeLanes;
  if (lane === undefined) throw new Error("There are no fake lanes.");
  return { ...acceptedRow(id, lane, 0, false), ...change };
}

function span(id: string, startedAt: number, endedAt: number | null): Span {
  return {
    id,
    requestId: "r",
    lane: "l",
    kind: "attempt",
    name: "m",
    startedAt,
    firstTokenAt: null,
    endedAt,
    status: "ok",
    errorKind: null,
    waitsFor: null,
    modelCall: 1,
    attempt: 1,
  };
}

function event(id: number): SystemEvent {
  return { id: `boot:${id}`, timestamp: id, level: "info", source: "s", message: "m" };
}

function point(t: number, messages = 0): OverviewPoint {
  return overviewPoint({ t, messages });
}

function snapshot(change: Partial<LiveSnapshot> = {}): LiveSnapshot {
  return { ...toSnapshot(emptyLiveData), bootId: "boot", seq: 10, at: 100_000, ...change };
}

function frame(seq: number, change: Partial<LiveFrame> = {}): LiveFrame {
  return { type: "frame", seq, at: 100_000, ...change };
}

function begin(change: Partial<LiveSnapshot> = {}): LiveData {
  return applyMessage(emptyLiveData, snapshot(change));
}

test("a frame that came already is not applied again", () => {
  const data = begin();
  expect(applyMessage(data, frame(10, { requestsNotShown: 9 }))).toBe(data);
});

test("a request comes, counts tokens, and ends into recent", () => {
  let data = applyMessage(begin(), frame(11, { upsert: [row("a"), row("b")] }));
  data = applyMessage(data, frame(12, { at: 60_300, tokens: { a: 42, gone: 1 } }));
  expect(data.requests.get("a")).toMatchObject({ outputTokens: 42, lastTokenAt: 60_300 });
  data = applyMessage(data, frame(13, { at: 90_000, tokens: { a: 42 } }));
  expect(data.requests.get("a")?.lastTokenAt).toBe(60_300);
  data = applyMessage(data, frame(14, { ended: [row("a", { endedAt: 5 })] }));
  expect([...data.requests.keys()]).toEqual(["b"]);
  expect(data.recent.map(({ id }) => id)).toEqual(["a"]);
});

test("spans that ended a minute ago go, those that still run stay", () => {
  const data = begin({
    spans: [span("old", 0, 39_999), span("new", 0, 41_000), span("open", 0, null)],
  });
  expect([...data.spans.keys()]).toEqual(["new", "open"]);
  const later = applyMessage(data, frame(11, { at: 101_001 }));
  expect([...later.spans.keys()]).toEqual(["open"]);
});

test("spans are bounded, the oldest first to go", () => {
  const many = Array.from({ length: liveBounds.spans + 5 }, (_, i) => span(`s${i}`, i, null));
  const data = begin({ spans: many });
  expect(data.spans.size).toBe(liveBounds.spans);
  expect(data.spans.has("s0")).toBe(false);
});

test("events are newest first, never twice, and bounded", () => {
  let data = begin({ events: [event(2), event(1)] });
  data = applyMessage(data, frame(11, { events: [event(2), event(3), event(4)] }));
  expect(data.events.map(({ timestamp }) => timestamp)).toEqual([4, 3, 2, 1]);
  const flood = Array.from({ length: 700 }, (_, i) => event(10 + i));
  data = applyMessage(data, frame(12, { events: flood }));
  expect(data.events).toHaveLength(liveBounds.events);
  expect(data.events[0]?.timestamp).toBe(709);
});

test("the open step of the series is replaced, and a missing one stays missing", () => {
  let data = begin({ series: { stepMs: 5_000, points: [point(0, 1), point(5_000, 2)] } });
  data = applyMessage(data, frame(11, { points: [point(5_000, 7), point(20_000)] }));
  expect(data.series.points.map(({ t, messages }) => [t, messages])).toEqual([
    [0, 1],
    [5_000, 7],
    [20_000, 0],
  ]);
});

test("a snapshot of the same boot keeps older events; one of another boot begins anew", () => {
  const data = begin({ events: [event(1)] });
  const same = applyMessage(data, snapshot({ seq: 20, events: [event(5)] }));
  expect(same.events.map(({ timestamp }) => timestamp)).toEqual([5, 1]);
  const other = applyMessage(data, snapshot({ bootId: "other", seq: 1, events: [event(7)] }));
  expect(other.events.map(({ timestamp }) => timestamp)).toEqual([7]);
  expect(other.seq).toBe(1);
});

test("what a tab hands to another is what it knows", () => {
  const data = begin({
    requests: [row("a")],
    events: [event(1)],
    spans: [span("s", 90_000, null)],
  });
  expect(applyMessage(emptyLiveData, toSnapshot(data))).toEqual(data);
});
