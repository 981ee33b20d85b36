import fc from "fast-check";
import { expect, it } from "vitest";
import { isDeeperThan } from "./json-depth.ts";

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

it("knows how deep any JSON goes, whatever its strings hold", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(8), (value, max) => {
      const text = JSON.stringify(value);
      expect(isDeeperThan(max, text)).toBe(depthOf(JSON.parse(text)) > max);
    }),
  );
});

it.each([
  ['["[[[["]', 1],
  ['["\\\\",["a\\"[["]]', 2],
  ["[[],[],{}]", 2],
])("counts brackets outside strings alone in %s", (text, depth) => {
  expect(isDeeperThan(depth - 1, text)).toBe(true);
  expect(isDeeperThan(depth, text)).toBe(false);
});

it.each(['["', '{"a":"\\', "", "]]]["])("answers for %j, which is no JSON", (text) => {
  expect(isDeeperThan(3, text)).toBe(false);
});
