import { expect, it } from "vitest";
import { channelAt } from "./channel-at.ts";

it.each([
  ["/v1/chat/completions", "openai"],
  ["/v1/messages", "anthropic"],
  ["/v1/messages/count_tokens", "anthropic"],
  ["/v1/models", "openai"],
  ["/trpc/agent.start", "trpc"],
  ["/webhooks/orders", "webhook"],
  ["/session", "http"],
  ["/v11", "http"],
])("%s is on its way to %s", (path, channel) => {
  expect(channelAt(path)).toBe(channel);
});
