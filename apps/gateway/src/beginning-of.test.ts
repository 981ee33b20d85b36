import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { beginningOf } from "./beginning-of.ts";

const mib = 1024 * 1024;

it("cuts a text to a length, and leaves one that is short enough as it is", () => {
  expect(beginningOf("abc", 3)).toBe("abc");
  expect(beginningOf("abcd", 3)).toBe("abc");
  expect(beginningOf("Grüße", 3)).toBe("Grü");
  expect(beginningOf("🚂🚂", 3).isWellFormed()).toBe(true);
});

it("does not hold what it was cut from in memory", () => {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new Error("The collector can't be called.");
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = Array.from({ length: 50 }, (_, index) =>
    beginningOf(JSON.stringify(`${index}`.repeat(mib)), 1_000),
  );
  collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(10 * mib);
  expect(kept).toHaveLength(50);
});
