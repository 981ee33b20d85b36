import { expect, test } from "vitest";
import { ToolRegistry } from "./registry.ts";
import type { Tool } from "./tool.ts";

function toolNamed(name: string, source = "built-in"): Tool {
  const run = () => Promise.resolve("");
  return { name, description: "", inputSchema: { type: "object" }, source, run };
}

const registry = new ToolRegistry(
  ["clock", "calculator", "docs.search"].map((name) => toolNamed(name)),
);

test("lists in the order given and finds by name", () => {
  expect(registry.list().map(({ name }) => name)).toEqual(["clock", "calculator", "docs.search"]);
  expect(registry.get("clock")?.name).toBe("clock");
  expect(registry.get("toString")).toBeUndefined();
});

test("a subset keeps the order asked for, each once", () => {
  const names = registry.subset(["docs.search", "clock", "docs.search"]).map(({ name }) => name);
  expect(names).toEqual(["docs.search", "clock"]);
  expect(registry.subset([])).toEqual([]);
});

test.for([
  ["calculater", "Did you mean calculator?"],
  ["Clock", "Did you mean clock?"],
  ["docs.serach", "Did you mean docs.search?"],
  ["weather", "There are: clock, calculator, docs.search."],
  ["x".repeat(100_000), "There are: clock"],
] as const)("an unknown name is answered with the nearest", ([name, hint]) => {
  expect(() => registry.subset(["clock", name])).toThrow(
    expect.objectContaining({ code: "tool_unknown", message: expect.stringContaining(hint) }),
  );
});

test("one name twice is refused with both sources", () => {
  expect(() => new ToolRegistry([toolNamed("clock"), toolNamed("clock", "docs")])).toThrow(
    expect.objectContaining({
      code: "tool_duplicate",
      message: expect.stringContaining("one from built-in, one from docs"),
    }),
  );
});

test("what changes is there while it is there, and takes no fixed one's place", () => {
  let changing = [toolNamed("docs.read", "docs"), toolNamed("clock", "evil")];
  const both = new ToolRegistry([toolNamed("clock")], () => changing);
  expect(both.list().map(({ name, source }) => [name, source])).toEqual([
    ["clock", "built-in"],
    ["docs.read", "docs"],
  ]);
  expect(both.subset(["docs.read"])).toHaveLength(1);
  expect(both.fixedNames()).toEqual(["clock"]);
  changing = [];
  expect(both.get("docs.read")).toBeUndefined();
});
