import type { LiveFrame, LiveMessage, LiveSnapshot } from "@signalbox/api-contract";
import { beforeEach, expect, test } from "vitest";
import { emptyLiveData } from "./live-state.ts";
import { createLiveStore, longestPauseMs, type LiveStore } from "./live-store.ts";
import { toSnapshot } from "./to-snapshot.ts";

let now: number;
let frames: (() => void)[];
let store: LiveStore;

beforeEach(() => {
  now = 1_000_000;
  frames = [];
  store = createLiveStore({
    paintMs: () => 250,
    now: () => now,
    onNextFrame: (run) => frames.push(run),
  });
});

function paint(): void {
  for (const run of frames.splice(0)) run();
}

function snapshot(change: Partial<LiveSnapshot> = {}): LiveSnapshot {
  return { ...toSnapshot(emptyLiveData), bootId: "boot", seq: 1, at: now, ...change };
}

function frame(seq: number, change: Partial<LiveFrame> = {}): LiveMessage {
  return { type: "frame", seq, at: now, ...change };
}

test("many messages between two frames are one change to those who read", () => {
  let changes = 0;
  store.subscribe(() => {
    changes += 1;
  });
  // The first of all waits for no frame.
  store.receive(snapshot());
  expect(changes).toBe(1);
  expect(store.getState().loaded).toBe(true);
  for (let seq = 2; seq < 50; seq += 1) store.receive(frame(seq));
  expect(frames).toHaveLength(1);
  paint();
  expect(changes).toBe(2);
  expect(store.getState().seq).toBe(49);
  expect(store.getState().connection.status).toBe("live");
});

test("is stale after three intervals without a message, and live again with the next", () => {
  store.receive(snapshot({ frameMs: 2_000 }));
  paint();
  now += 5_900;
  store.tick();
  paint();
  expect(store.getState().connection.status).toBe("live");
  now += 200;
  store.tick();
  paint();
  expect(store.getState().connection.status).toBe("stale");
  store.receive(frame(2));
  paint();
  expect(store.getState().connection.status).toBe("live");
});

test("a pause holds what is shown, counts what waits, and ends by itself", () => {
  store.receive(snapshot());
  paint();
  store.pause();
  for (let seq = 2; seq <= 241; seq += 1) store.receive(frame(seq));
  paint();
  expect(store.getState()).toMatchObject({ seq: 1, waiting: 240 });
  expect(store.getState().connection.status).toBe("paused");
  const stoodAt = store.getState().serverNow();
  now += longestPauseMs;
  expect(store.getState().serverNow()).toBe(stoodAt);
  store.tick();
  paint();
  expect(store.getState()).toMatchObject({ seq: 241, waiting: 0, pausedUntil: null });
});

test("what nobody sent keeps its identity", () => {
  store.receive(snapshot());
  paint();
  const before = store.getState();
  store.receive(frame(2, { requestsNotShown: 3 }));
  paint();
  const after = store.getState();
  expect(after.requests).toBe(before.requests);
  expect(after.spans).toBe(before.spans);
  expect(after.events).toBe(before.events);
  expect(after.series).toBe(before.series);
  expect(after.requestsNotShown).toBe(3);
});

test("a link that is lost shows at once, and what was known stays", () => {
  store.receive(snapshot({ node: "a" }));
  paint();
  store.setLink("reconnecting");
  paint();
  expect(store.getState()).toMatchObject({ node: "a", loaded: true });
  expect(store.getState().connection.status).toBe("reconnecting");
});
