import { describe, expect, it } from "vitest";
import { readParts } from "./agent-content.ts";

const bytes = "iVBORw0KGgo=";
const image = { type: "file", mediaType: "image/png", data: { type: "data", data: bytes } };

describe("readParts", () => {
  it.each([
    ["a text", "hello", [{ type: "text", text: "hello" }]],
    ["no text", "", []],
    ["nothing", null, []],
    ["chat's text", [{ type: "text", text: "a" }], [{ type: "text", text: "a" }]],
    ["a response's input", [{ type: "input_text", text: "a" }], [{ type: "text", text: "a" }]],
    ["a response's output", [{ type: "output_text", text: "a" }], [{ type: "text", text: "a" }]],
    ["a refusal", [{ type: "refusal", refusal: "no" }], [{ type: "text", text: "no" }]],
    [
      "a tool's result",
      [{ type: "tool_result", tool_use_id: "x", content: [{ type: "text", text: "a" }] }],
      [{ type: "text", text: "a" }],
    ],
    ["a tool's call and thought", [{ type: "tool_use" }, { type: "thinking" }], []],
    [
      "chat's image",
      [{ type: "image_url", image_url: { url: `data:image/png;base64,${bytes}` } }],
      [image],
    ],
    [
      "a response's image",
      [{ type: "input_image", image_url: `data:image/png;base64,${bytes}` }],
      [image],
    ],
    [
      "a message's image",
      [{ type: "image", source: { type: "base64", media_type: "image/png", data: bytes } }],
      [image],
    ],
  ])("reads %s", (_, content, parts) => {
    expect(readParts(content)).toEqual(parts);
  });

  it.each([
    ["chat's address", { type: "image_url", image_url: { url: "https://example.com/a.png" } }],
    ["a response's address", { type: "input_image", image_url: "file:///etc/passwd" }],
    ["a file's name", { type: "input_image", file_id: "file_1" }],
    ["a message's address", { type: "image", source: { type: "url", url: "http://127.0.0.1" } }],
  ])("fetches nothing: %s", (_, part) => {
    expect(() => readParts([part])).toThrow("only with its bytes in it");
  });

  it("takes so many parts and no more", () => {
    const parts = Array.from({ length: 1_001 }, () => ({ type: "text", text: "a" }));
    expect(readParts(parts.slice(1))).toHaveLength(1_000);
    expect(() => readParts(parts)).toThrow("content has 1,001 members, and 1,000 is its limit");
  });

  it("says what it can't read", () => {
    expect(() => readParts([{ type: "input_audio" }])).toThrow("of the type input_audio");
  });
});
