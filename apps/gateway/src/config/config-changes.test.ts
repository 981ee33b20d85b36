import { expect, it } from "vitest";
import { changesBetween, describeChanges } from "./config-changes.ts";
import { loadConfig } from "./load.ts";

const load = async (file: object) => {
  const { config } = await loadConfig({
    argv: ["--config", "box.yaml"],
    env: {},
    cwd: "/",
    readFile: () => Promise.resolve(JSON.stringify(file)),
  });
  return config;
};

const provider = (apiKey: string) => ({ kind: "openai", apiKey });

it("finds what is different by name, keys of providers included", async () => {
  const before = await load({
    providers: { a: provider("one"), b: provider("one"), c: provider("one") },
    mcpServers: { docs: { command: "node", env: { KEY: "one" } } },
  });
  const after = await load({
    providers: { d: provider("one"), b: provider("two"), c: provider("one") },
    mcpServers: { docs: { command: "node", env: { KEY: "two" } } },
    drainMs: 5,
  });
  const changes = changesBetween(before, after);
  expect(changes).toEqual([
    { key: "providers", added: ["d"], changed: ["b"], removed: ["a"] },
    { key: "mcpServers", added: [], changed: ["docs"], removed: [] },
    { key: "drainMs", added: [], changed: [], removed: [] },
  ]);
  expect(describeChanges(changes)).toBe(
    "providers added d changed b removed a; mcpServers changed docs; drainMs",
  );
});

it("finds nothing where the text alone is different", async () => {
  const file = { providers: { a: provider("one") }, prices: {} };
  const again = { prices: {}, providers: { a: provider("one") } };
  const [before, after] = [await load(file), await load(again)];
  expect(before.revision).not.toBe(after.revision);
  expect(changesBetween(before, after)).toEqual([]);
});

it("names twenty of many, and counts the others", () => {
  const added = Array.from({ length: 25 }, (_, index) => `p${index}`);
  const change = { key: "providers", added, changed: [], removed: [] } as const;
  expect(describeChanges([change])).toMatch(/^providers added p0, .*, p19 and 5 more$/);
});
