import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spliceMembers } from "./splice.ts";

const space = fc.stringMatching(/^[ \t\r\n]{0,3}$/);
/** Numbers that a round trip would change, strings that look like JSON, nested things. */
const value: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("1.0", "12345678901234567890", "1e2", "-0.0", "true", "null", '"\\u0041"'),
  fc.string({ unit: "binary", maxLength: 12 }).map((text) => JSON.stringify(text)),
  fc.constantFrom('"{\\"model\\":1}"', '"\\\\"', '"\\\\\\""', '"]}"', '","'),
  fc.jsonValue({ maxDepth: 3 }).map((json) => JSON.stringify(json, null, 1)),
);
const key: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('"model"', '"mod\\u0065l"', '"stream_options"', '"__proto__"', '""', '"a"'),
  fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text)),
);

/** An object's text, cut where its values begin and end. */
const object = fc
  .tuple(space, fc.array(fc.tuple(key, space, space, value, space, space), { maxLength: 8 }), space)
  .map(([before, members, after]) => ({ before, members, after }));

function textOf(
  { before, members, after }: typeof object extends fc.Arbitrary<infer T> ? T : never,
  replace: (key: string, value: string) => string,
): string {
  const inner = members.map(
    ([key, afterKey, beforeValue, value, afterValue, beforeNext]) =>
      `${key}${afterKey}:${beforeValue}${replace(key, value)}${afterValue},${beforeNext}`,
  );
  return `${before}{${before}${inner.join("").replace(/,([ \t\r\n]*)$/, "$1")}}${after}`;
}

/** By name, each value as JSON. */
function inOrder(members: ReadonlyMap<string, unknown>): string[] {
  return Array.from(members, ([name, value]) => JSON.stringify([name, value])).toSorted();
}

describe("spliceMembers", () => {
  it("changes the values of its members and no other byte, wherever and however often they stand", () => {
    const wanted: Record<string, unknown> = { model: "new/model", a: { b: [1] } };
    fc.assert(
      fc.property(object, (parts) => {
        const before = textOf(parts, (_, value) => value);
        const after = spliceMembers(before, wanted);
        const expected = textOf(parts, (key, value) => {
          const name = String(JSON.parse(key));
          return Object.hasOwn(wanted, name) ? JSON.stringify(wanted[name]) : value;
        });
        const present = new Set(parts.members.map(([key]) => String(JSON.parse(key))));
        const missing = Object.entries(wanted).filter(([name]) => !present.has(name));
        const added = missing.map(([name, value]) => `"${name}":${JSON.stringify(value)}`).join();
        const comma = added !== "" && parts.members.length > 0 ? "," : "";
        expect(after).toBe(expected.replace("{", () => `{${added}${comma}`));
      }),
      { numRuns: 500 },
    );
  });

  it("makes what parses to the merged object", () => {
    fc.assert(
      fc.property(object, fc.dictionary(fc.string(), fc.jsonValue()), (parts, members) => {
        const text = textOf(parts, (_, value) => value);
        const merged = new Map(Object.entries(JSON.parse(text)));
        for (const [name, value] of Object.entries(members)) merged.set(name, value);
        const spliced = new Map(Object.entries(JSON.parse(spliceMembers(text, members))));
        expect(inOrder(spliced)).toEqual(inOrder(merged));
      }),
    );
  });

  it("fills an empty object", () => {
    expect(spliceMembers(" { } ", { model: "m" })).toBe(' {"model":"m" } ');
  });
});
