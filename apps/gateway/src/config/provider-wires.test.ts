import { expect, it } from "vitest";
import { ConfigError, loadConfig } from "./index.ts";

async function load(text: string) {
  const readFile = () => Promise.resolve(text);
  return (await loadConfig({ argv: [], env: {}, cwd: "/", readFile })).config;
}

async function problemsOf(text: string): Promise<string> {
  const error: unknown = await load(text).catch((thrown: unknown) => thrown);
  if (error instanceof ConfigError) return error.message;
  throw new Error("the config was taken");
}

const claude = (more: string) => `providers: { claude: { kind: anthropic, apiKey: k${more} } }\n`;
const local = (more: string) =>
  `providers: { local: { kind: openai-compatible, baseUrl: "http://127.0.0.1:1/v1", allowPrivate: true${more} } }\n`;

it.each([
  ["", "https://api.anthropic.com/v1"],
  [", baseUrl: https://api.anthropic.com", "https://api.anthropic.com/v1"],
  [", baseUrl: https://proxy.example.com/anthropic/", "https://proxy.example.com/anthropic/v1"],
  [", baseUrl: https://proxy.example.com/v1/", "https://proxy.example.com/v1"],
])("a provider of kind anthropic%s is called at %s", async (more, baseUrl) => {
  const provider = (await load(claude(more))).providers.get("claude");
  expect(provider).toMatchObject({ baseUrl, wires: ["messages"] });
});

it("lets a file say what its own server speaks, and nobody else's", async () => {
  const wires = async (more: string) => (await load(local(more))).providers.get("local")?.wires;
  expect(await wires("")).toEqual(["chat", "responses", "embeddings"]);
  expect(await wires(", wires: [messages, chat]")).toEqual(["messages", "chat"]);
  expect(await problemsOf(local(", wires: [completions]"))).toContain(
    "expected chat, responses, messages, embeddings",
  );
  expect(await problemsOf(claude(", wires: [chat]"))).toContain(
    "a provider of kind anthropic speaks messages; leave wires out",
  );
});

it("makes the built-in agent talk with whoever an agent can talk with", async () => {
  const modelWith = async (text: string) => (await load(text)).agents.get("assistant")?.model;
  expect(await modelWith(claude(", models: [claude-haiku-4-5]"))).toBe("claude/claude-haiku-4-5");
  expect(await modelWith(local(", models: [a], wires: [messages]"))).toBe("local/a");
  expect(await modelWith(local(", models: [a], wires: [embeddings]"))).toBe("practice/swift-1");
});

it("refuses an agent whose model only makes vectors", async () => {
  const text = `${local(", wires: [embeddings]")}agents: { a: { model: local/m } }\n`;
  expect(await problemsOf(text)).toContain("agents.a.model: local speaks embeddings");
});
