import type { SystemEvent } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { mergeEvents } from "./merge-events.ts";

function event(id: string, timestamp: number): SystemEvent {
  return { id, timestamp, level: "info", source: "s", message: "m" };
}

test("one list, newest first, nothing twice", () => {
  const live = [event("b:3", 30), event("b:2", 20)];
  const listed = [event("b:2", 20), event("b:1", 20), event("a:9", 10)];
  expect(mergeEvents(live, listed).map(({ id }) => id)).toEqual(["b:3", "b:2", "b:1", "a:9"]);
});
