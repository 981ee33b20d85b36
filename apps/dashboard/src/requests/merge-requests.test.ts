import { expect, test } from "vitest";
import { mergeRequests } from "./merge-requests.ts";
import { requestRow } from "./request-row.fixture.ts";

test("what ended is never shown as running, and history never as in flight", () => {
  const [a, b] = [requestRow({ id: "a" }), requestRow({ id: "b" })];
  const ended = requestRow({ id: "a", state: "ended", outcome: "ok" });
  const listedRunning = requestRow({ id: "z" });
  const merged = mergeRequests([a, b], [ended], [listedRunning, { ...ended, id: "y" }]);
  expect(Array.from(merged.values(), (row) => [row.id, row.state])).toEqual([
    ["y", "ended"],
    ["a", "ended"],
    ["b", "running"],
  ]);
});
