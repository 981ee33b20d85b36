import { expect, test } from "vitest";
import { shownRows } from "./held-rows.ts";
import { mergeRequests } from "./merge-requests.ts";
import { requestRow } from "./request-row.fixture.ts";

const a = requestRow({ id: "a" });
const b = requestRow({ id: "b" });
const c = requestRow({ id: "c" });
const known = (...rows: (typeof a)[]) => new Map(rows.map((row) => [row.id, row]));

test("a list that nobody holds is shown as it is", () => {
  expect(shownRows(null, "v", [c, a], known(a, c))).toEqual({ rows: [c, a], fresh: 0 });
});

test("a held list keeps its order and its rows, each as it is now", () => {
  const later = { ...a, outputTokens: 50 };
  const held = { view: "v", rows: [a, b] };
  expect(shownRows(held, "v", [c, later], known(later, c))).toEqual({ rows: [later, b], fresh: 1 });
});

test("under another filter or order nothing is held", () => {
  const held = { view: "v", rows: [a, b] };
  expect(shownRows(held, "w", [c], known(c))).toEqual({ rows: [c], fresh: 0 });
});

test("what ended is never shown as running, and history never as in flight", () => {
  const ended = requestRow({ id: "a", state: "ended", outcome: "ok" });
  const listedRunning = requestRow({ id: "z" });
  const merged = mergeRequests([a, b], [ended], [listedRunning, { ...ended, id: "y" }]);
  expect(Array.from(merged.values(), (row) => [row.id, row.state])).toEqual([
    ["y", "ended"],
    ["a", "ended"],
    ["b", "running"],
  ]);
});
