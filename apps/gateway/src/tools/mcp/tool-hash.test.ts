import { expect, test } from "vitest";
import { hashOfTool } from "./tool-hash.ts";

const face = {
  name: "search",
  description: "Searches.",
  inputSchema: { type: "object", properties: { q: { type: "string" }, n: { type: "integer" } } },
};

test("does not depend on the order of keys", () => {
  const other = { properties: { n: { type: "integer" }, q: { type: "string" } }, type: "object" };
  expect(hashOfTool({ ...face, inputSchema: other })).toBe(hashOfTool(face));
  expect(hashOfTool(face)).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  { name: "find" },
  { description: "Searches!" },
  { inputSchema: { ...face.inputSchema, required: ["q"] } },
  { inputSchema: { type: "object", properties: { q: { type: "string", description: "x" } } } },
])("%o is another one", (change) => {
  expect(hashOfTool({ ...face, ...change })).not.toBe(hashOfTool(face));
});

test("where one text ends and the next begins is part of it", () => {
  const one = { ...face, name: "a", description: 'b","c' };
  const two = { ...face, name: 'a","b', description: "c" };
  expect(hashOfTool(one)).not.toBe(hashOfTool(two));
});

test("gives up on a schema without end", () => {
  let schema: Record<string, unknown> = {};
  for (let depth = 0; depth < 100_000; depth += 1) schema = { a: schema };
  expect(hashOfTool({ ...face, inputSchema: schema })).toBeNull();
});
