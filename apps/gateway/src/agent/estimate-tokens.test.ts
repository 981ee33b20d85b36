import { expect, it } from "vitest";
import { estimateBody, estimateTokens } from "./estimate-tokens.ts";

it("takes four characters for a token, and values as the JSON that is sent of them", () => {
  expect([estimateTokens(""), estimateTokens("abcde"), estimateTokens({ a: 1 })]).toEqual([
    0, 2, 2,
  ]);
  expect(estimateTokens(undefined)).toBe(0);
});

it("takes a file in a body for a file, and not for its text", () => {
  const picture = Buffer.alloc(300_000, 7).toString("base64");
  const body = JSON.stringify({ text: "hello", url: `data:image/png;base64,${picture}` });
  expect(estimateBody(body)).toBeLessThan(1_550);
  expect(estimateBody(JSON.stringify({ text: "word ".repeat(4_000) }))).toBeGreaterThan(4_900);
});
