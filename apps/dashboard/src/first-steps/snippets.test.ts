import { expect, test } from "vitest";
import { moreLanguages, snippetFor } from "./snippets.ts";

const input = { baseUrl: "http://127.0.0.1:4870/v1", model: "practice/small", token: "sbx_a.b" };
const origin = "http://127.0.0.1:4870";

test.each(moreLanguages)("the %s call has the address, the model and the token", (language) => {
  const snippet = snippetFor(language, input);
  for (const part of [origin, input.model, input.token]) expect(snippet).toContain(part);
});

test("OpenAI clients are given /v1, and those that add their path are not", () => {
  for (const language of moreLanguages) {
    const addsItself = language === "Anthropic" || language === "tRPC";
    const snippet = snippetFor(language, input);
    expect(snippet.includes(input.baseUrl), language).toBe(!addsItself);
  }
});

test("the typed client names an agent as one", () => {
  expect(snippetFor("tRPC", { ...input, model: "support", isAgent: true })).toContain(
    'agent: "support"',
  );
  expect(snippetFor("tRPC", input)).toContain('model: "practice/small"');
});
