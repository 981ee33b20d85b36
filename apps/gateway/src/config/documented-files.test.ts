import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { loadConfig } from "./load.ts";

const root = new URL("../../../../", import.meta.url);
const env = {
  OPENAI_API_KEY: "sk-1234567890",
  ANTHROPIC_API_KEY: "sk-ant-1234567890",
  DOCS_TOKEN: "1234567890",
  ORDERS_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 1).toString("base64")}`,
  ORDERS_CALLBACK_SECRET: `whsec_${Buffer.alloc(32, 2).toString("base64")}`,
};

/** What a block about something else leaves out. */
const surroundings = {
  providers:
    "providers: { openai: { kind: openai, apiKey: key }, local: { kind: openai-compatible, baseUrl: https://llm.example.com/v1 } }",
  agents: "agents: { support: { model: practice/swift-1 } }",
};

async function documented(): Promise<[place: string, text: string][]> {
  const docs = await readdir(new URL("docs/", root));
  const names = [
    "README.md",
    ...docs.filter((name) => name.endsWith(".md")).map((n) => `docs/${n}`),
  ];
  const found = names.map(async (name): Promise<[string, string][]> => {
    const page = await readFile(new URL(name, root), "utf8");
    return [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map(({ 1: text = "", index }) => [
      `${name}:${page.slice(0, index).split("\n").length}`,
      text,
    ]);
  });
  return (await Promise.all(found)).flat();
}

test.for(await documented())("the file at %s is valid", async ([, text]) => {
  const missing = Object.entries(surroundings).flatMap(([key, lines]) =>
    text.includes(`${key}:`) ? [] : [lines],
  );
  const loaded = await loadConfig({
    argv: [],
    env,
    cwd: "/",
    readFile: () => Promise.resolve([text, ...missing].join("\n")),
  });
  expect(loaded.warnings).toEqual([]);
});
