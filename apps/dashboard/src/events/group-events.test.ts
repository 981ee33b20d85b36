import { expect, test } from "vitest";
import type { SystemEvent } from "@signalbox/api-contract";
import { countLevels, groupEvents } from "./group-events.ts";

function event(id: number, message: string, level: SystemEvent["level"] = "error"): SystemEvent {
  return { id: `boot:${id}`, timestamp: id, level, source: "model.openai", message };
}

test("repeats that differ in an amount are one group under the newest", () => {
  const groups = groupEvents([
    event(3, "429 rate limit on gpt-5.1-mini, retry in 12 s"),
    event(2, "first token later than 5 s"),
    event(1, "429 rate limit on gpt-5.1-mini, retry in 9.5 s"),
  ]);
  expect(groups.map(({ event, count }) => [event.timestamp, count])).toEqual([
    [3, 2],
    [2, 1],
  ]);
});

test("names that differ in a number stay apart", () => {
  expect(groupEvents([event(2, "gpt-5.1 failed"), event(1, "gpt-5 failed")])).toHaveLength(2);
});

test("a level is part of what an event is", () => {
  const events = [event(2, "same"), event(1, "same", "warn")];
  expect(groupEvents(events)).toHaveLength(2);
  expect(countLevels(events)).toEqual({ error: 1, warn: 1, info: 0 });
});
