import { ContractError } from "@signalbox/api-contract";
import type { ProviderConfig } from "../config/index.ts";
import type { WireName } from "./wires/index.ts";

/** The gateway's own route for each wire. */
export const routeOf: Readonly<Record<WireName, string>> = {
  chat: "/v1/chat/completions",
  responses: "/v1/responses",
  messages: "/v1/messages",
  count_tokens: "/v1/messages/count_tokens",
  embeddings: "/v1/embeddings",
};

/** Who takes messages counts their tokens too. */
export function speaks({ wires }: ProviderConfig, wire: WireName): boolean {
  return wires.includes(wire === "count_tokens" ? "messages" : wire);
}

/** The wire that agents talk with a provider: chat, where there is a choice. */
export function agentWireOf({ wires }: ProviderConfig): "chat" | "messages" {
  return wires.includes("messages") && !wires.includes("chat") ? "messages" : "chat";
}

/** Throws `invalid` with the routes that the provider can be reached by. */
export function refuseUnlessSpoken(provider: ProviderConfig, wire: WireName): void {
  if (speaks(provider, wire)) return;
  // Who sends messages has no use for a route that answers in numbers.
  const generating = provider.wires.filter((one) => one !== "embeddings");
  const wires = generating.length === 0 ? provider.wires : generating;
  const routes = wires.map((one) => `POST ${routeOf[one]}`).join(" or ");
  throw new ContractError(
    "invalid",
    `${provider.name} does not speak what is sent to ${routeOf[wire]}. Send it to ${routes} in that form, or name an agent, which answers on every route.`,
  );
}
