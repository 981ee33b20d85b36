import { expect, test } from "vitest";
import { laneClearInput, laneHoldInput } from "../src/index.ts";

test.for([
  [{}, "name the lane, or say all: true"],
  [{ reason: "x" }, "name the lane, or say all: true"],
  [{ lane: "" }, "name the lane"],
  [{ all: false }, "Invalid discriminator"],
  [{ lane: "a/b", all: true }, "Unrecognized key"],
  [{ lane: "a/b", forMs: 86_400_001 }, "<=86400000"],
  [{ all: true, forMs: 0 }, ">=1"],
] as const)("%j means nothing", ([input, message]) => {
  const { success, error } = laneHoldInput.safeParse(input);
  expect(success).toBe(false);
  expect(error?.issues[0]?.message).toContain(message);
});

test("one lane, or all in so many words, for 15 minutes unless told", () => {
  expect(laneHoldInput.parse({ lane: "a/b" })).toEqual({ lane: "a/b", forMs: 900_000 });
  expect(laneHoldInput.parse({ all: true, forMs: null })).toEqual({ all: true, forMs: null });
  expect(laneClearInput.parse({ all: true })).toEqual({ all: true, includeRunning: false });
});
