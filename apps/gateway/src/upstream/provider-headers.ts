import type { ProviderConfig } from "../config/index.ts";
import type { WireName } from "./wires/index.ts";

/** The version of Anthropic's API that agents speak. */
const anthropicVersion = "2023-06-01";

/** Which version of its API a provider is asked in, where the client does not say. */
export function versionHeaders(wire: WireName): Record<string, string> {
  return isAnthropic(wire) ? { "anthropic-version": anthropicVersion } : {};
}

/** What every request to a provider carries: what it holds, what is taken back, and the provider's own key. */
export function providerHeaders(
  { kind, apiKey }: ProviderConfig,
  wire: WireName,
  isStream: boolean,
): Record<string, string> {
  return {
    "content-type": "application/json",
    accept: isStream ? "text/event-stream" : "application/json",
    // Compressed answers would have to be unpacked to be measured, and could be bombs.
    "accept-encoding": "identity",
    ...(apiKey === null ? {} : keyHeaders(kind, wire, apiKey.reveal())),
  };
}

function isAnthropic(wire: WireName): boolean {
  return wire === "messages" || wire === "count_tokens";
}

/** Servers of one's own that speak Anthropic's wire take the key as Anthropic does, or as they do else. */
function keyHeaders(
  kind: ProviderConfig["kind"],
  wire: WireName,
  key: string,
): Record<string, string> {
  if (kind === "anthropic") return { "x-api-key": key };
  const bearer = { authorization: `Bearer ${key}` };
  return isAnthropic(wire) ? { ...bearer, "x-api-key": key } : bearer;
}
