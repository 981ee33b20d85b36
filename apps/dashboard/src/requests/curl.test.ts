import { expect, test } from "vitest";
import { curlFor } from "./curl.ts";

test("the body goes in as it is, whatever quotes it holds", () => {
  const body = `{"text":"it's $HOME and \`id\`"}`;
  expect(curlFor("http://127.0.0.1:4870", "/v1/chat/completions", body)).toBe(
    [
      "curl 'http://127.0.0.1:4870/v1/chat/completions' \\",
      '  -H "Authorization: Bearer $SIGNALBOX_TOKEN" \\',
      "  -H 'Content-Type: application/json' \\",
      `  --data-raw '{"text":"it'\\''s $HOME and \`id\`"}'`,
    ].join("\n"),
  );
});

test("a route may come with its method, and content may not be kept", () => {
  expect(curlFor("http://h", "POST /v1/messages", null)).toContain("curl 'http://h/v1/messages'");
  expect(curlFor("http://h", "POST /v1/messages", null)).not.toContain("--data-raw");
});
