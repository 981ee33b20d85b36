import fc from "fast-check";
import { expect, it } from "vitest";
import { excessOf, type JsonBounds } from "./json-excess.ts";

const none: JsonBounds = {
  depth: Number.POSITIVE_INFINITY,
  members: Number.POSITIVE_INFINITY,
  containers: Number.POSITIVE_INFINITY,
  names: Number.POSITIVE_INFINITY,
  values: Number.POSITIVE_INFINITY,
};

function membersOf(value: unknown): unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}

function isContainer(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function depthOf(value: unknown): number {
  return isContainer(value) ? 1 + Math.max(0, ...membersOf(value).map(depthOf)) : 0;
}

function containersOf(value: unknown): number {
  const inside = membersOf(value).reduce((sum: number, one) => sum + containersOf(one), 0);
  return isContainer(value) ? 1 + inside : 0;
}

it("knows how deep any JSON goes and of how much it is, whatever its strings hold", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(8), (json, max) => {
      const text = JSON.stringify(json);
      const value: unknown = JSON.parse(text);
      const members = isContainer(value) && !Array.isArray(value) ? membersOf(value).length : 0;
      const isOver = (bounds: Partial<JsonBounds>) =>
        excessOf(text, { ...none, ...bounds }) !== null;
      expect(isOver({ depth: max })).toBe(depthOf(value) > max);
      expect(isOver({ containers: max })).toBe(containersOf(value) > max);
      expect(isOver({ members: max })).toBe(members > max);
    }),
  );
});

it("counts the values of all lists and objects", () => {
  const text = '[1,[2,3],{"a,":4,"b":5}]';
  expect(excessOf(text, { ...none, values: 3 })).toBe("values");
  expect(excessOf(text, { ...none, values: 4 })).toBeNull();
});

it("counts the members of all objects", () => {
  const text = '[{"a:":"b:"},{"c":{"d":1}}]';
  expect(excessOf(text, { ...none, names: 2 })).toBe("names");
  expect(excessOf(text, { ...none, names: 3 })).toBeNull();
});

it("counts a member each time that it is repeated", () => {
  const text = '{"a":1,"a":{"b":1,"c":2},"\\u0061":3}';
  expect(excessOf(text, { ...none, members: 2 })).toBe("members");
  expect(excessOf(text, { ...none, members: 3 })).toBeNull();
});

it.each([
  ['["[[[["]', 1],
  ['["\\\\",["a\\"[["]]', 2],
  ["[[],[],{}]", 2],
])("counts brackets outside strings alone in %s", (text, depth) => {
  expect(excessOf(text, { ...none, depth: depth - 1 })).toBe("depth");
  expect(excessOf(text, { ...none, depth })).toBeNull();
});

it.each(['["', '{"a":"\\', "", "]]]["])("answers for %j, which is no JSON", (text) => {
  expect(excessOf(text, { ...none, depth: 3 })).toBeNull();
});
