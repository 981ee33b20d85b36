import { expect, test } from "vitest";
import type { Tool } from "../tools/index.ts";
import { byModelName } from "./model-tool-names.ts";

const tool = (name: string): Tool => ({
  name,
  description: "",
  inputSchema: { type: "object" },
  source: "test",
  run: () => Promise.resolve(""),
});
const namesOf = (...names: string[]) => [...byModelName(names.map(tool)).keys()];

test("a server's tool has a name that every provider takes", () => {
  expect(namesOf("clock", "docs.search", "a-b.c/d")).toEqual(["clock", "docs_search", "a-b_c_d"]);
});

test("two that would be the same are told apart, and the one that is so called keeps its name", () => {
  const names = namesOf("docs_search", "docs.search", "docs/search");
  expect(names).toEqual([
    "docs_search",
    expect.stringMatching(/^docs_search_[0-9a-f]{8}$/),
    expect.stringMatching(/^docs_search_[0-9a-f]{8}$/),
  ]);
  expect(new Set(names).size).toBe(3);
});

test("long ones are cut, and stay apart", () => {
  const long = "x".repeat(100);
  const names = namesOf(`docs.${long}1`, `docs.${long}2`);
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name).toMatch(/^[a-zA-Z0-9_-]{64}$/);
});

test("each leads back to its tool", () => {
  expect(byModelName([tool("docs.search")]).get("docs_search")?.name).toBe("docs.search");
});
