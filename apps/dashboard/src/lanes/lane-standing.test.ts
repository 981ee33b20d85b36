import { expect, test } from "vitest";
import type { Block } from "./drawn-lane.ts";
import { drawnLane, testNow } from "./lane-spans.fixture.ts";
import { laneStanding } from "./lane-standing.ts";

const told = { slots: null, paused: null, draining: null };
const waits = (fields: Partial<Block>) =>
  drawnLane("lane-1", {
    block: {
      requestId: "req-2",
      waitsFor: "lane",
      since: testNow - 23_000,
      isQueued: false,
      blockedBy: null,
      model: "openai/gpt-5.1",
      ...fields,
    },
  });

test("a lane says what it waits for, and what to look at", () => {
  expect(laneStanding(waits({ blockedBy: "req-1" }), told, testNow)).toMatchObject({
    text: "waits for its own lane · 23 s",
    blocker: { kind: "request", requestId: "req-1", lane: "lane-1" },
  });
  for (const [waitsFor, text] of [
    ["throttled", "throttled · 23 s"],
    ["breaker", "breaker open · 23 s"],
    ["paused", "its model is paused · 23 s"],
    ["backoff", "before its next attempt · 23 s"],
  ] as const) {
    expect(laneStanding(waits({ waitsFor }), told, testNow)).toMatchObject({
      text,
      isHeld: false,
      blocker: { kind: "model", model: "openai/gpt-5.1" },
    });
  }
});

test("a request in its lane's queue is not told that its model is paused", () => {
  const standing = laneStanding(waits({ waitsFor: "paused", isQueued: true }), told, testNow);
  expect(standing).toMatchObject({ text: "paused · 23 s", blocker: { kind: "none" } });
});

test("a wait for a slot names who has had one the longest", () => {
  const longest = { requestId: "req-7", lane: "lane-7", client: "crm", since: testNow - 41_000 };
  const slots = { used: 64, total: 64, longest };
  const lane = waits({ waitsFor: "slot" });
  expect(laneStanding(lane, { ...told, slots }, testNow)).toMatchObject({
    text: "slot: 64 of 64, longest held by crm · 41 s",
    blocker: { kind: "request", requestId: "req-7", lane: "lane-7" },
  });
  const unknown = { ...slots, total: null };
  expect(laneStanding(lane, { ...told, slots: unknown }, testNow)).toMatchObject({
    text: "slot: 64 in use, longest held by crm · 41 s",
  });
  expect(laneStanding(lane, undefined, testNow)).toMatchObject({
    text: "waits for a slot · 23 s",
    blocker: { kind: "none" },
  });
});

test("a hold says until when, before whatever else the lane waits for", () => {
  const until = new Date(2026, 10, 29, 14, 32).getTime();
  const paused = { until, reason: null, by: "ops", since: testNow - 60_000 };
  const standing = laneStanding(waits({ waitsFor: "paused" }), { ...told, paused }, testNow);
  expect(standing).toMatchObject({ text: "paused until 14:32", isHeld: true });
  const draining = { ...paused, until: null };
  expect(laneStanding(drawnLane("a"), { ...told, draining }, testNow)).toMatchObject({
    text: "draining until it is resumed",
    blocker: { kind: "hold" },
  });
  expect(laneStanding(drawnLane("a"), told, testNow)).toBeNull();
});
