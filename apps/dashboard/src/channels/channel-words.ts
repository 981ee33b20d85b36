import type { ChannelRow } from "@signalbox/api-contract";

const words: Partial<Record<string, string>> = {
  openai: "OpenAI clients, at /v1",
  anthropic: "Anthropic clients, at /v1/messages",
  trpc: "the typed client and this dashboard, at /trpc",
};

/** Who comes in by a channel. */
export function channelWords({ kind, name }: Pick<ChannelRow, "kind" | "name">): string {
  return kind === "webhook" ? "signed messages, at /webhooks" : (words[name] ?? "");
}
