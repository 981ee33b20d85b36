import { expect, it } from "vitest";
import { askedOutput } from "./asked-output.ts";

it.each([
  [{}, { maxTokens: null, answers: 1 }],
  [{ max_tokens: 5 }, { maxTokens: 5, answers: 1 }],
  [
    { max_completion_tokens: 7, max_tokens: 5, n: 3 },
    { maxTokens: 7, answers: 3 },
  ],
  [{ max_output_tokens: 9 }, { maxTokens: 9, answers: 1 }],
  [
    { max_tokens: null, n: "many" },
    { maxTokens: null, answers: 1 },
  ],
  [{ messages: [{ max_tokens: 5, n: 4 }] }, { maxTokens: null, answers: 1 }],
])("reads off %j how long the answers may be", (body, expected) => {
  expect(askedOutput(JSON.stringify(body))).toEqual(expected);
});
