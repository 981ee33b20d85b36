import { expect, it } from "vitest";
import { estimateBody, estimateTokens, tokensPerFile } from "./estimate-tokens.ts";

it("takes four characters for a token, and values as the JSON that is sent of them", () => {
  expect([estimateTokens(""), estimateTokens("abcde"), estimateTokens({ a: 1 })]).toEqual([
    0, 2, 2,
  ]);
  expect(estimateTokens(undefined)).toBe(0);
});

const base64 = Buffer.alloc(300_000, 7).toString("base64");
const dataUrl = `data:image/png;base64,${base64}`;
const bodyWith = (part: unknown): string =>
  JSON.stringify({ model: "m", messages: [{ role: "user", content: [part] }] });

it.each([
  { type: "image_url", image_url: { url: dataUrl } },
  { type: "input_image", image_url: dataUrl },
  { type: "file", file: { filename: "a.pdf", file_data: dataUrl } },
  { type: "input_file", file_data: base64 },
  { type: "input_audio", input_audio: { format: "wav", data: base64 } },
  { type: "image", source: { type: "base64", media_type: "image/png", data: base64 } },
  {
    type: "tool_result",
    content: [{ type: "image", source: { type: "base64", media_type: "image/png", data: base64 } }],
  },
])("takes a file in a body for a file, and not for its text: %#", (part) => {
  const tokens = estimateBody(bodyWith(part));
  expect(tokens).toBeGreaterThan(tokensPerFile);
  expect(tokens).toBeLessThan(tokensPerFile + 100);
});

it.each([
  { type: "text", text: "x".repeat(400_000) },
  { type: "text", text: dataUrl },
  { type: "text", text: `see "image_url": {"url": "${dataUrl}"}` },
  { type: "document", source: { type: "text", media_type: "text/plain", data: base64 } },
  {
    type: "tool_use",
    input: { type: "image", source: { type: "base64", data: base64 } },
  },
])("takes a long word for text, wherever no provider looks for a file: %#", (part) => {
  expect(estimateBody(bodyWith(part))).toBeGreaterThanOrEqual(100_000);
});

it("takes ordinary text for text", () => {
  expect(estimateBody(JSON.stringify({ text: "word ".repeat(4_000) }))).toBeGreaterThan(4_900);
});
