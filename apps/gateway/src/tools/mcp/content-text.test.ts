import { expect, test } from "vitest";
import { textOfResult } from "./content-text.ts";

const data = Buffer.from("12345").toString("base64");

test("joins texts, and names what is none", () => {
  expect(
    textOfResult({
      content: [
        { type: "text", text: "one" },
        { type: "image", mimeType: "image/png", data },
        { type: "audio", mimeType: "audio/wav", data: Buffer.from("123456").toString("base64") },
        { type: "resource_link", uri: "file:///a", name: "a", mimeType: "text/plain" },
        { type: "resource", resource: { uri: "file:///b", text: "inside" } },
        { type: "resource", resource: { uri: "file:///c", mimeType: "x/y", blob: data } },
        { type: "text", text: "two" },
      ],
    }),
  ).toBe(
    "one\n[image image/png, 5 bytes]\n[audio audio/wav, 6 bytes]\n[resource file:///a text/plain]\n[resource file:///b]\ninside\n[resource file:///c x/y, 5 bytes]\ntwo",
  );
});

test("tells structured content where there is nothing else", () => {
  expect(textOfResult({ content: [], structuredContent: { a: 1 } })).toBe('{"a":1}');
  expect(textOfResult({ content: [] })).toBe("");
});
