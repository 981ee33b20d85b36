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

test("what came over the API is called as its procedure", () => {
  expect(curlFor("http://h", "agent.send", '{"message":"hi"}')).toBe(
    [
      "curl 'http://h/trpc/agent.send' \\",
      '  -H "Authorization: Bearer $SIGNALBOX_TOKEN" \\',
      "  -H 'Content-Type: application/json' \\",
      `  --data-raw '{"message":"hi"}'`,
    ].join("\n"),
  );
});

test("a webhook's message is signed, and nobody else could send it", () => {
  expect(curlFor("http://h", "POST /webhooks/orders", "{}")).toBeNull();
});
