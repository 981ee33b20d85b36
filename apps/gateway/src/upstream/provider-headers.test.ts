import { expect, it } from "vitest";
import { loadConfig } from "../config/index.ts";
import { providerHeaders, versionHeaders } from "./provider-headers.ts";

const file = `
providers:
  openai: { kind: openai, apiKey: key-1 }
  claude: { kind: anthropic, apiKey: key-2 }
  local: { kind: openai-compatible, baseUrl: "http://127.0.0.1:1/v1", allowPrivate: true }
  other: { kind: openai-compatible, baseUrl: "https://o.example.com/v1", apiKey: key-3, wires: [chat, messages] }
`;

async function provider(name: string) {
  const readFile = () => Promise.resolve(file);
  const { config } = await loadConfig({ argv: [], env: {}, cwd: "/", readFile });
  const found = config.providers.get(name);
  if (found === undefined) throw new Error(`there is no provider ${name}`);
  return found;
}

it.each([
  ["openai", "responses", { authorization: "Bearer key-1" }],
  ["claude", "messages", { "x-api-key": "key-2" }],
  ["claude", "count_tokens", { "x-api-key": "key-2" }],
  ["local", "chat", {}],
  ["other", "chat", { authorization: "Bearer key-3" }],
  ["other", "messages", { authorization: "Bearer key-3", "x-api-key": "key-3" }],
] as const)("%s gets its key on %s as it wants it", async (name, wire, own) => {
  expect(providerHeaders(await provider(name), wire, true)).toEqual({
    "content-type": "application/json",
    accept: "text/event-stream",
    "accept-encoding": "identity",
    ...own,
  });
});

it.each([
  ["messages", { "anthropic-version": "2023-06-01" }],
  ["count_tokens", { "anthropic-version": "2023-06-01" }],
  ["chat", {}],
] as const)("asks for %s in a version where there are versions", (wire, version) => {
  expect(versionHeaders(wire)).toEqual(version);
});

it("asks for JSON where nothing is streamed", async () => {
  expect(providerHeaders(await provider("local"), "embeddings", false)).toMatchObject({
    accept: "application/json",
  });
});
