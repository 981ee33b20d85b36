import { expect, test } from "vitest";
import { parseSearch, readFrameSearch, readRequestsSearch, stringifySearch } from "./search.ts";

test("an id of digits stays an id, and an empty value is left out", () => {
  const query = stringifySearch({ request: "007", paused: true, window: undefined, text: "" });
  expect(query).toBe("?request=007&paused=1");
  expect(readFrameSearch(parseSearch(query))).toMatchObject({ request: "007", paused: true });
});

test("what can't be read is left out", () => {
  expect(readFrameSearch({ window: "3 weeks", paused: "yes" })).toEqual({
    request: undefined,
    window: undefined,
    paused: undefined,
    kiosk: undefined,
  });
  expect(readRequestsSearch({ outcome: "failed", state: "asleep" })).toMatchObject({
    outcome: "failed",
    state: undefined,
  });
});
