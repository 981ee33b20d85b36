import { expect, test } from "vitest";
import type { SystemEvent } from "@signalbox/api-contract";
import { joinRepeats, withoutRepeats } from "./join-repeats.ts";

const event = (id: string, message: string): SystemEvent => ({
  id,
  timestamp: Number(id),
  level: "warn",
  source: "lane",
  message,
});
const events = [event("5", "full"), event("4", "full"), event("3", "free"), event("2", "full")];
const told = (open: readonly string[]) =>
  joinRepeats(events, new Set(open)).map(({ key, event: { id }, repeats }) => [
    key,
    id,
    repeats?.count ?? 1,
  ]);

test("the same again with nothing between is one line, under the newest and by the oldest", () => {
  expect(told([])).toEqual([
    ["4", "5", 2],
    ["3", "3", 1],
    ["2", "2", 1],
  ]);
});

test("they have a line each where they are opened, the first of which says how many", () => {
  expect(told(["4", "gone"])).toEqual([
    ["5", "5", 2],
    ["4", "4", 1],
    ["3", "3", 1],
    ["2", "2", 1],
  ]);
  expect(joinRepeats([], new Set())).toEqual([]);
});

test("they stay open, and are closed by the same key, when older ones of them are loaded", () => {
  const loaded = [...events.slice(0, 2), event("3", "full")];
  const lines = joinRepeats(loaded, new Set(["4"]));
  expect(lines.map(({ key }) => key)).toEqual(["5", "4", "3"]);
  expect(lines[0]?.repeats).toEqual({ key: "4", count: 3, isOpen: true });
});

test("repeats that were opened apart are closed together once they have come together", () => {
  const together = events.filter(({ message }) => message === "full");
  const open = withoutRepeats(together, new Set(["4", "2", "9"]), "4");
  expect([...open]).toEqual(["9"]);
  expect(joinRepeats(together, open)).toHaveLength(1);
});
