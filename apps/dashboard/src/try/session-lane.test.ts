import { expect, test } from "vitest";
import { laneSpan, testNow } from "../lanes/lane-spans.fixture.ts";
import { emptyLiveData, type LiveState } from "../live/live-state.ts";
import { requestRow } from "../requests/request-row.fixture.ts";
import { sessionLane } from "./session-lane.ts";

const own = requestRow({ id: "own", sessionId: "talk", clientId: "me", lane: "me/talk" });
const others = requestRow({ id: "theirs", sessionId: "talk", clientId: "you", lane: "you/talk" });

function stateOf(rows: readonly (typeof own)[]): LiveState {
  const spans = [own, others].map(({ id, lane }) =>
    laneSpan(10, null, { id, requestId: id, lane }),
  );
  return {
    ...emptyLiveData,
    connection: { status: "live", since: 0, lastMessageAt: 0 },
    past: null,
    loaded: true,
    waiting: 0,
    pausedUntil: null,
    paintMs: 250,
    serverNow: () => testNow,
    version: 1,
    requests: new Map(rows.map((row) => [row.id, row])),
    spans: new Map(spans.map((span) => [span.id, span])),
  };
}

test("shows a session's own lane, also after its request's row is gone", () => {
  let state = stateOf([own, others]);
  const store = sessionLane(
    { getState: () => state, subscribe: () => () => {} },
    { sessionId: "talk", clientId: "me" },
  );
  expect([...store.getState().requests.keys()]).toEqual(["own"]);
  expect([...store.getState().spans.keys()]).toEqual(["own"]);
  expect(store.getState()).toBe(store.getState());
  state = stateOf([others]);
  expect(store.getState().requests.size).toBe(0);
  expect([...store.getState().spans.keys()]).toEqual(["own"]);
});
