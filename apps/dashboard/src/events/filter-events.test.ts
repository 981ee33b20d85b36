import { expect, test } from "vitest";
import type { SystemEvent } from "@signalbox/api-contract";
import { filterEvents, sourcesOf } from "./filter-events.ts";

function event(level: SystemEvent["level"], source: string, message: string): SystemEvent {
  return { id: `${source} ${message}`, timestamp: 1, level, source, message };
}

const events = [
  event("error", "model.openai", "429 Rate limit"),
  event("warn", "model.anthropic", "slow"),
  event("info", "config", "changed"),
];

test("by level, by source or stage, by text in any case", () => {
  expect(filterEvents(events, {})).toBe(events);
  expect(filterEvents(events, { level: "warn" })).toHaveLength(1);
  expect(filterEvents(events, { source: "model." })).toHaveLength(2);
  expect(filterEvents(events, { source: "model.openai" })).toHaveLength(1);
  expect(filterEvents(events, { text: "rate LIMIT" })).toHaveLength(1);
  expect(filterEvents(events, { text: "rate limit", level: "info" })).toHaveLength(0);
});

test("a stage is a source too", () => {
  expect(sourcesOf(events)).toEqual(["config", "model.", "model.anthropic", "model.openai"]);
});
