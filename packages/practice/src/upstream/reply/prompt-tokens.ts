import type { Prompt, PromptMessage } from "./prompt.ts";
import type { Usage } from "./reply.ts";
import { countTokens } from "./tokenizer.ts";

// What the roles and separators around a message cost, as in OpenAI's chat format.
const TOKENS_PER_MESSAGE = 3;
// Providers that cache by themselves do so from here on, and in steps, as OpenAI's documents say.
const MIN_CACHED_TOKENS = 1_024;
const CACHED_STEP = 128;

type PromptUsage = Pick<Usage, "promptTokens" | "cachedTokens" | "cacheWriteTokens">;

/**
 * How many tokens a prompt counts: its messages and the tools on offer. As many of them are cached as
 * the call before this one has sent, that is what stands before the model's last words.
 */
export function countPrompt({ messages, tools, cachedMessages }: Prompt): PromptUsage {
  const offers = tools.map(({ name, parameters }) =>
    countTokens(name + (JSON.stringify(parameters) ?? "")),
  );
  const before = offers.reduce((sum, tokens) => sum + tokens, TOKENS_PER_MESSAGE);
  const costs = messages.map(({ text }) => TOKENS_PER_MESSAGE + countTokens(text));
  const upTo = (count: number) =>
    count <= 0 ? 0 : costs.slice(0, count).reduce((sum, tokens) => sum + tokens, before);
  const promptTokens = costs.reduce((sum, tokens) => sum + tokens, before);
  const sentBefore = upTo(sentMessages(messages));
  if (cachedMessages === undefined) {
    const cachedTokens =
      sentBefore < MIN_CACHED_TOKENS ? 0 : sentBefore - (sentBefore % CACHED_STEP);
    return { promptTokens, cachedTokens, cacheWriteTokens: 0 };
  }
  const wanted = upTo(cachedMessages);
  const cachedTokens = Math.min(wanted, sentBefore);
  return { promptTokens, cachedTokens, cacheWriteTokens: wanted - cachedTokens };
}

function sentMessages(messages: readonly PromptMessage[]): number {
  return messages.findLastIndex(({ role }) => role === "assistant");
}
