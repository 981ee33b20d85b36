import { execFile, spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { startGateway } from "./start-gateway.ts";

const docs = await readFile(new URL("../../../docs/api.md", import.meta.url), "utf8");
const documented = "http://127.0.0.1:4870";
const hasCurl = spawnSync("curl", ["--version"]).status === 0;

/** The shell commands that call a route of the official clients, each once. */
const examples = [...docs.matchAll(/```sh\n(.*?)```/gs)]
  .map(([, text = ""]) => text)
  .filter((text) => text.startsWith(`curl ${documented}/v1/`));

/** What only an answer of that route has. */
const answers: Readonly<Record<string, object>> = {
  "/v1/chat/completions": { choices: [{ message: { content: expect.stringContaining("391") } }] },
  "/v1/responses": { output: [{ content: [{ text: expect.stringContaining("391") }] }] },
  "/v1/embeddings": { data: [{ object: "embedding" }, { object: "embedding" }] },
  "/v1/messages": { content: [{ text: expect.stringContaining("391") }] },
  "/v1/messages/count_tokens": { input_tokens: expect.any(Number) },
  "/v1/models": { object: "list" },
};

const pathOf = (example: string): string =>
  example.slice(`curl ${documented}`.length).split(/\s/)[0] ?? "";

it("documents every route of the official clients with an example", () => {
  expect(examples.map(pathOf).toSorted()).toEqual(Object.keys(answers).toSorted());
});

it.skipIf(!hasCurl).each(examples.map((example) => [pathOf(example), example]))(
  "the documented command for %s works",
  async (path, example) => {
    await using gateway = await startGateway();
    const { token } = await gateway.mint("ingest");
    const { stdout } = await promisify(execFile)(
      "sh",
      ["-c", example.replace(documented, gateway.url)],
      { env: { ...process.env, SIGNALBOX_TOKEN: token } },
    );
    expect(JSON.parse(stdout)).toMatchObject(answers[path] ?? {});
  },
);
