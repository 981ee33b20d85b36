import { loadConfig } from "../config/index.ts";
import { expect, it } from "vitest";
import { TargetResolver } from "./target-resolver.ts";

const file = `
providers:
  local: { kind: openai-compatible, baseUrl: "http://127.0.0.1:1/v1", allowPrivate: true }
  claude: { kind: anthropic, apiKey: k }
aliases: { fast: local/swift:1b/q4, sure: [claude/opus, local/a, practice/b] }
`;

async function createResolver() {
  const readFile = () => Promise.resolve(file);
  const { config } = await loadConfig({ argv: [], env: {}, cwd: "/", readFile });
  return new TargetResolver(
    () => config,
    () => Promise.resolve("http://127.0.0.1:2/v1"),
  );
}

it("splits a name at its first slash, and knows what an alias stands for", async () => {
  const resolver = await createResolver();
  for (const name of ["local/swift:1b/q4", "fast"]) {
    const target = await resolver.targetSpeaking(name, "chat");
    expect([target.provider.name, target.model]).toEqual(["local", "swift:1b/q4"]);
    expect(target.baseUrl.href).toBe("http://127.0.0.1:1/v1");
  }
});

it("lets the practice provider be on loopback, because it is ours", async () => {
  const { provider, baseUrl } = await (
    await createResolver()
  ).targetSpeaking("practice/swift-1", "chat");
  expect(provider.allowPrivate).toBe(true);
  expect(baseUrl.href).toBe("http://127.0.0.1:2/v1");
});

it("goes on with those of an alias that speak the wire, in their order", async () => {
  const resolver = await createResolver();
  const named = async (name: string, wire: "chat" | "messages") =>
    (await resolver.targetsSpeaking(name, wire)).map(({ model }) => model);
  expect(await named("sure", "chat")).toEqual(["a", "b"]);
  expect(await named("sure", "messages")).toEqual(["opus", "b"]);
  expect(await named("local/x", "chat")).toEqual(["x"]);
  await expect(named("claude/opus", "chat")).rejects.toMatchObject({ code: "invalid" });
});

it.each([
  ["nobody/m", "not_found", "There is no provider called nobody. There are local/…"],
  ["local/", "invalid", "local/ names no model"],
  [
    "nobody",
    "not_found",
    "There is no agent or alias called nobody. The agents are assistant, the aliases fast, sure. A provider's model is written provider/model, with one of local/…, claude/…, practice/….",
  ],
  ["asistant", "not_found", "called asistant; did you mean assistant?"],
  ["locla/x", "not_found", "There is no provider called locla; did you mean local? There are"],
  ["__proto__/x", "not_found", "There is no provider called __proto__."],
  [
    "claude/opus",
    "invalid",
    "claude does not speak what is sent to /v1/chat/completions. Send it to POST /v1/messages",
  ],
])("refuses %s with %s, and says what there is", async (name, code, said) => {
  const resolver = await createResolver();
  await expect(resolver.targetSpeaking(name, "chat")).rejects.toMatchObject({
    code,
    message: expect.stringContaining(said),
  });
});
