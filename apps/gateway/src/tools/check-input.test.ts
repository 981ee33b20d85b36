import { expect, test } from "vitest";
import { checkInput } from "./check-input.ts";

const schema = {
  type: "object",
  required: ["query"],
  additionalProperties: false,
  properties: {
    query: { type: "string" },
    limit: { type: "integer" },
    after: { type: ["string", "null"] },
    tags: { type: "array", items: { type: "string" } },
    filter: { type: "object", required: ["field"], properties: { field: { type: "string" } } },
    anything: true,
  },
};

test.for([
  { query: "a" },
  { query: "a", limit: 3, after: null, tags: ["x"], filter: { field: "f", more: 1 } },
  { query: "a", anything: [1, { two: 2 }] },
])("accepts %o", (input) => {
  expect(checkInput(input, schema)).toBeUndefined();
});

test.for([
  [undefined, "the input must be object, not undefined"],
  [[], "the input must be object, not array"],
  [{}, 'the input lacks "query"'],
  [Object.create({ query: "inherited" }), 'the input lacks "query"'],
  [{ query: 3 }, '"query" in the input must be string, not number'],
  [{ query: "a", limit: 1.5 }, '"limit" in the input must be integer, not number'],
  [{ query: "a", after: 1 }, '"after" in the input must be string or null, not number'],
  [{ query: "a", tags: ["x", 1] }, '"tags" in the input[1] must be string, not number'],
  [{ query: "a", filter: {} }, '"filter" in the input lacks "field"'],
  [{ query: "a", querry: "b" }, 'the input may not have "querry" (known: query, limit'],
  [JSON.parse('{"query":"a","__proto__":{}}'), 'the input may not have "__proto__"'],
] as const)("refuses %o", ([input, problem]) => {
  expect(checkInput(input, schema)).toContain(problem);
});

test("leaves what it does not understand to the tool", () => {
  const odd = { type: { $ref: "#" }, required: "query", properties: [], items: 3 };
  expect(checkInput({ a: [1] }, odd)).toBeUndefined();
});

test("stops at a depth", () => {
  let value: unknown = 1;
  let schema: Record<string, unknown> = { type: "string" };
  for (let depth = 0; depth < 10_000; depth += 1) {
    value = [value];
    schema = { items: schema };
  }
  expect(checkInput(value, schema)).toBeUndefined();
});
