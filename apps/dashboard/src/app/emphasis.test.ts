import { expect, test } from "vitest";
import { emphasise } from "./emphasis.ts";

const names = ["openai · gpt-5.1", "openai · gpt-5.1-mini"];

test("picks out the longest name and the code, and loses no text", () => {
  const sentence = "91 % are on openai · gpt-5.1-mini, mostly rate_limit.";
  const parts = emphasise(sentence, names, ["rate_limit"]);
  expect(parts.map(({ text }) => text).join("")).toBe(sentence);
  expect(parts.filter(({ kind }) => kind !== "plain")).toEqual([
    { text: "openai · gpt-5.1-mini", kind: "name" },
    { text: "rate_limit", kind: "code" },
  ]);
});

test("leaves a word alone that only contains a code", () => {
  expect(emphasise("no rate_limits here", [], ["rate_limit"])).toEqual([
    { text: "no rate_limits here", kind: "plain" },
  ]);
});

test("a sentence with nothing to pick out is one piece", () => {
  expect(emphasise("All normal.", [], [])).toEqual([{ text: "All normal.", kind: "plain" }]);
});
