import { expect, it } from "vitest";
import { loadConfig } from "../config/index.ts";
import { agentWireOf, refuseUnlessSpoken, speaks } from "./spoken-wires.ts";

async function providerThat(wires: string) {
  const text = `providers: { p: { kind: openai-compatible, baseUrl: "https://p.example.com/v1"${wires} } }`;
  const readFile = () => Promise.resolve(text);
  const { config } = await loadConfig({ argv: [], env: {}, cwd: "/", readFile });
  const provider = config.providers.get("p");
  if (provider === undefined) throw new Error("there is no provider p");
  return provider;
}

it("goes by what the provider speaks, and counts tokens where messages are taken", async () => {
  const usual = await providerThat("");
  expect([speaks(usual, "chat"), speaks(usual, "messages")]).toEqual([true, false]);
  expect(speaks(usual, "count_tokens")).toBe(false);
  const other = await providerThat(", wires: [messages]");
  expect([speaks(other, "chat"), speaks(other, "count_tokens")]).toEqual([false, true]);
  expect([agentWireOf(usual), agentWireOf(other)]).toEqual(["chat", "messages"]);
  expect(agentWireOf(await providerThat(", wires: [messages, chat]"))).toBe("chat");
});

it("names the routes that lead there", async () => {
  const provider = await providerThat(", wires: [chat, embeddings]");
  expect(() => {
    refuseUnlessSpoken(provider, "embeddings");
  }).not.toThrow();
  expect(() => {
    refuseUnlessSpoken(provider, "responses");
  }).toThrow(
    "p does not speak what is sent to /v1/responses. Send it to POST /v1/chat/completions in that form",
  );
});
