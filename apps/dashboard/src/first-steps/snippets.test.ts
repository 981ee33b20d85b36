import { expect, test } from "vitest";
import { languages, snippetFor } from "./snippets.ts";

test.each(languages)("the %s call has the address, the model and the token in it", (language) => {
  const input = { baseUrl: "http://127.0.0.1:4870/v1", model: "practice/small", token: "sbx_a.b" };
  const snippet = snippetFor(language, input);
  for (const part of Object.values(input)) expect(snippet).toContain(part);
});
