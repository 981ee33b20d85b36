import { expect, test } from "vitest";
import { filterLanes } from "./filter-lanes.ts";
import { drawnLane, testNow } from "./lane-spans.fixture.ts";

const block = {
  requestId: "r",
  waitsFor: "lane",
  since: testNow,
  isQueued: true,
  blockedBy: null,
  model: null,
};
const lanes = [
  drawnLane("ws · Anna", { block }),
  drawnLane("ws · bob", { isRunning: true }),
  drawnLane("openai · anna", { hasFailed: true }),
  drawnLane("openai · clients", { lane: null }),
];
const keys = (text: string, state?: "waiting" | "held" | "running" | "failed") =>
  filterLanes(lanes, { text, state }, (lane) => lane === "ws · bob").map(({ key }) => key);

test("lanes are found by their label and their state", () => {
  expect(keys("")).toHaveLength(4);
  expect(keys("anna")).toEqual(["ws · Anna", "openai · anna"]);
  expect(keys("", "waiting")).toEqual(["ws · Anna"]);
  expect(keys("", "running")).toEqual(["ws · bob"]);
  expect(keys("", "held")).toEqual(["ws · bob"]);
  expect(keys("ws", "failed")).toEqual([]);
});
