import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";

/** The real client, with nothing of its own that would hide a fault. */
export function testClient(upstream: { readonly url: string }, apiKey = "test"): OpenAI {
  return new OpenAI({ baseURL: upstream.url, apiKey, maxRetries: 0, logLevel: "off" });
}

/** Anthropic's, likewise. It puts `/v1` behind its base itself. */
export function anthropicClient(upstream: { readonly url: string }, apiKey = "test"): Anthropic {
  const baseURL = upstream.url.replace(/\/v1$/, "");
  return new Anthropic({ baseURL, apiKey, authToken: null, maxRetries: 0, logLevel: "off" });
}

/** One message from a user. */
export function ask(content: string): OpenAI.ChatCompletionMessageParam[] {
  return [{ role: "user", content }];
}

/** A tool as clients describe it. */
export function tool(name: string, parameters: Record<string, unknown>): OpenAI.ChatCompletionTool {
  return { type: "function", function: { name, parameters } };
}
