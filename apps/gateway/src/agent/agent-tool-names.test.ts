import { expect, test } from "vitest";
import { loadConfig } from "../config/index.ts";
import { ToolRegistry, type Tool } from "../tools/index.ts";
import { checkAgentTools, toolsOf } from "./agent-tool-names.ts";

const tool = (name: string): Tool => ({
  name,
  description: "",
  inputSchema: { type: "object" },
  source: "test",
  run: () => Promise.resolve(""),
});

const registryOf = (changing: readonly string[]) =>
  new ToolRegistry(["clock", "calculator"].map(tool), () => changing.map(tool));

async function configWith(tools: readonly string[], more: object = {}) {
  const file = {
    agents: { support: { model: "practice/swift-1", tools } },
    mcpServers: { docs: { command: "node" }, docs2: { command: "node" } },
    ...more,
  };
  const { config } = await loadConfig({
    argv: [],
    env: {},
    cwd: "/nowhere",
    readFile: () => Promise.resolve(JSON.stringify(file)),
  });
  return config;
}

async function namesWith(tools: readonly string[], there: readonly string[]) {
  const config = await configWith(tools, { tools: { fetch: { allow: ["*"] } } });
  const agent = config.agents.get("support");
  if (agent === undefined) throw new Error("no agent");
  return toolsOf(agent, config.mcpServers, registryOf(there)).map(({ name }) => name);
}

test("an agent has the tools of its servers that are ready", async () => {
  const there = ["docs.search", "docs.read", "docs2.read"];
  expect(await namesWith(["clock", "docs.search"], there)).toEqual(["clock", "docs.search"]);
  expect(await namesWith(["docs.*", "docs.read"], there)).toEqual(["docs.search", "docs.read"]);
  expect(await namesWith(["clock", "docs.search", "docs.*"], [])).toEqual(["clock"]);
  expect(await namesWith(["fetch", "clock"], ["fetch"])).toEqual(["fetch", "clock"]);
  expect(await namesWith(["fetch", "clock"], [])).toEqual(["clock"]);
});

test("names of a server's tools are taken before the server has told them", async () => {
  const config = await configWith(["docs.search", "docs.*", "docs2.a.b"]);
  expect(() => checkAgentTools(config, registryOf([]))).not.toThrow();
});

test.each([
  ["fetch", "fetch is off unless it is told where it may go: tools: { fetch: { allow:"],
  ["clok", "Did you mean clock?"],
  ["dcs.search", "There are clock, calculator, docs.*, docs2.*"],
  ["docs.", "Did you mean docs.*?"],
])("%s is refused with what to do", async (name, hint) => {
  const config = await configWith([name]);
  expect(() => checkAgentTools(config, registryOf(["fetch"]))).toThrow(hint);
});

test("fetch is there where the config allows it", async () => {
  const config = await configWith(["fetch"], { tools: { fetch: { allow: ["a.example"] } } });
  expect(() => checkAgentTools(config, registryOf([]))).not.toThrow();
});
