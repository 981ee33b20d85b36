import { readFile } from "node:fs/promises";
import type { AnyProcedure } from "@trpc/server";
import { expect, test } from "vitest";
import { z } from "zod";
import { appRouter } from "../src/server.ts";
import { procedures } from "./procedures.ts";

const guide = await readFile(new URL("../../../docs/api.md", import.meta.url), "utf8");
const paths = procedures().map(({ path }) => path);
/** `noun.verb({a, b?})` of the tables of procedures. */
const calls = Array.from(guide.matchAll(/`([a-z]+\.[a-zA-Z]+)\((?:\{([^}]*)\})?\)`/g), (found) => ({
  path: found[1] ?? "",
  fields: (found[2] ?? "").split(",").map((field) => field.trim()),
}));

test("the guide names every procedure", () => {
  expect(paths.filter((path) => !new RegExp(`\`${path}[(\`]`).test(guide))).toEqual([]);
});

test("what the guide says is called is there", () => {
  expect(calls.length).toBeGreaterThan(20);
  expect(calls.map(({ path }) => path).filter((path) => !paths.includes(path))).toEqual([]);
});

test("a procedure takes what the guide says, and nothing else", () => {
  for (const { path, fields } of calls) {
    const told = fields.filter((field) => field !== "" && field !== "…").toSorted();
    // Where there is a `…`, the others stand in the text below the table.
    const isWhole = !fields.includes("…");
    expect(inputsOf(path), path).toContainEqual(isWhole ? told : expect.arrayContaining(told));
  }
});

/** The fields that a procedure takes, of each form that its input may have; `?` where it can do without. */
function inputsOf(path: string): string[][] {
  // tRPC keeps all procedures side by side under their dotted paths, where its type says nested.
  const procedures = Object.entries(appRouter._def.procedures) as unknown as [
    string,
    AnyProcedure,
  ][];
  const [, procedure] = procedures.find(([name]) => name === path) ?? [];
  if (procedure === undefined) throw new Error(`There is no procedure ${path}.`);
  const [input] = procedure._def.inputs;
  if (input === undefined) return [[]];
  const schema = z.toJSONSchema(input as z.ZodType, { io: "input", unrepresentable: "any" });
  return (schema.oneOf ?? schema.anyOf ?? [schema]).map(({ properties = {}, required = [] }) =>
    Object.entries(properties)
      // A member that has to be absent has no schema.
      .filter(([, member]) => Object.keys(member).length > 0)
      .map(([name]) => (required.includes(name) ? name : `${name}?`))
      .toSorted(),
  );
}
