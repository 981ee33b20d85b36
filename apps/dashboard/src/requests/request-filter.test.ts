import { expect, test } from "vitest";
import { filterOf, isLiveOnly, listInputOf, matchesFilter, setFilters } from "./request-filter.ts";
import { requestRow } from "./request-row.fixture.ts";

const row = requestRow({ id: "REQ-77", errorKind: "rate_limit", overdue: true });

test("no filter lets everything through", () => {
  expect(matchesFilter(row, {})).toBe(true);
});

test.each([
  [{ channel: "ws" }, true],
  [{ channel: "openai" }, false],
  [{ state: "running" as const, model: "gpt-5.1-mini" }, true],
  [{ state: "ended" as const }, false],
  [{ errorKind: "rate_limit" }, true],
  [{ errorKind: "timeout" }, false],
  [{ overdue: true as const }, true],
  [{ lane: "lane-1", sessionId: "8f21" }, true],
  [{ text: "req-77" }, true],
  [{ text: "RATE_" }, true],
  [{ text: "nowhere" }, false],
  [{ failedTool: "clock" }, false],
])("%j lets a request through: %s", (filter, passes) => {
  expect(matchesFilter(row, filter)).toBe(passes);
});

test("only what narrows the list is a filter", () => {
  const filter = filterOf({ state: "running", sort: "age", request: "x", overdue: true } as object);
  expect(setFilters(filter)).toEqual([
    { key: "state", value: "running" },
    { key: "overdue", value: "yes" },
  ]);
});

test("history is asked for what has ended, in its own words", () => {
  expect(listInputOf({ channel: "ws", errorKind: "timeout", lane: "l", text: "x" })).toEqual({
    state: "ended",
    channel: "ws",
    errorKind: "timeout",
    lane: "l",
    text: "x",
  });
  // It may go on after that.
  expect(listInputOf({ failedTool: "clock" })).toEqual({ failedTool: "clock" });
  expect(listInputOf({ errorKind: "no such kind" })).toEqual({ state: "ended" });
});

test("history is not asked for what is only in flight", () => {
  expect(isLiveOnly({ state: "queued" })).toBe(true);
  expect(isLiveOnly({ overdue: true })).toBe(true);
  expect(isLiveOnly({ state: "ended" })).toBe(false);
  expect(isLiveOnly({})).toBe(false);
});
