import { ContractError } from "@signalbox/api-contract";
import type { ProviderConfig, ProviderKind } from "../config/index.ts";
import type { WireName } from "./wires/index.ts";

/** What each kind of provider speaks. */
const spoken: Readonly<Record<ProviderKind, readonly WireName[]>> = {
  openai: ["chat", "responses", "embeddings"],
  "openai-compatible": ["chat", "responses", "embeddings"],
  anthropic: ["messages", "count_tokens"],
  practice: ["chat", "responses", "messages", "count_tokens", "embeddings"],
};

/** The gateway's own route for each wire. */
export const routeOf: Readonly<Record<WireName, string>> = {
  chat: "/v1/chat/completions",
  responses: "/v1/responses",
  messages: "/v1/messages",
  count_tokens: "/v1/messages/count_tokens",
  embeddings: "/v1/embeddings",
};

export function speaks({ kind }: ProviderConfig, wire: WireName): boolean {
  return spoken[kind].includes(wire);
}

/** The wire that agents talk with a provider. */
export function agentWireOf({ kind }: ProviderConfig): "chat" | "messages" {
  return kind === "anthropic" ? "messages" : "chat";
}

/** Throws `invalid` with the routes that the provider can be reached by. */
export function refuseUnlessSpoken(provider: ProviderConfig, wire: WireName): void {
  if (speaks(provider, wire)) return;
  const routes = spoken[provider.kind].map((one) => `POST ${routeOf[one]}`).join(" or ");
  throw new ContractError(
    "invalid",
    `${provider.name} does not speak what is sent to ${routeOf[wire]}. Send it to ${routes} in that form, or name an agent, which answers on every route.`,
  );
}
