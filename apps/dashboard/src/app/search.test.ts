import { expect, test } from "vitest";
import {
  parseSearch,
  readEventsSearch,
  readFrameSearch,
  readLanesSearch,
  readRequestsSearch,
  stringifySearch,
} from "./search.ts";

test("an id of digits stays an id, and an empty value is left out", () => {
  const query = stringifySearch({ request: "007", paused: true, window: undefined, text: "" });
  expect(query).toBe("?request=007&paused=1");
  expect(readFrameSearch(parseSearch(query))).toMatchObject({ request: "007", paused: true });
});

test("what can't be read is left out", () => {
  expect(readFrameSearch({ window: "3 weeks", paused: "yes" })).toEqual({
    request: undefined,
    window: undefined,
    at: undefined,
    paused: undefined,
    kiosk: undefined,
  });
  expect(readRequestsSearch({ outcome: "failed", state: "asleep" })).toMatchObject({
    outcome: "failed",
    state: undefined,
  });
});

test("a window and a moment are read back as they were written", () => {
  const query = stringifySearch({ window: "7d", at: 1_764_385_927_400 });
  expect(query).toBe("?window=7d&at=1764385927400");
  expect(readFrameSearch(parseSearch(query))).toMatchObject({
    window: "7d",
    at: 1_764_385_927_400,
  });
  expect(readFrameSearch({ window: "5400s" }).window).toBe("90m");
});

test("where the cursor is, the chosen lane and a frozen list are read back as they were written", () => {
  const row = "client-1/talk of the town";
  expect(readFrameSearch(parseSearch(stringifySearch({ row })))).toMatchObject({ row });
  const lane = "client:till · one-shot";
  expect(readLanesSearch(parseSearch(stringifySearch({ lane })))).toMatchObject({ lane });
  const frozen = 1_764_385_927_400;
  expect(readEventsSearch(parseSearch(stringifySearch({ frozen })))).toMatchObject({ frozen });
  expect(readEventsSearch({ frozen: "yes" }).frozen).toBeUndefined();
});

test.each([
  ["2025-11-29T03:12:07Z", 1_764_385_927_000],
  ["2025-11-29T03:12:07.4Z", 1_764_385_927_400],
  ["2025-11-29T04:12:07+01:00", 1_764_385_927_000],
])("%j is the moment that a log has so", (at, t) => {
  expect(readFrameSearch(parseSearch(`?at=${encodeURIComponent(at)}`)).at).toBe(t);
});

test.each([
  "now",
  "-5",
  "1.5",
  "",
  "9e99",
  "1764385927400ms",
  "2025-11-29T03:12:07",
  "2025-13-29T03:12:07Z",
])("%j is no moment", (at) => {
  expect(readFrameSearch({ at }).at).toBeUndefined();
});
