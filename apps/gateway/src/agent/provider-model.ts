import { agentWireOf, type Target } from "../upstream/index.ts";
import type { SdkModel } from "./sdk-model.ts";

/** The SDK wants one; the provider's own is set where the request leaves the gateway. */
const noKey = "set-by-the-gateway";

/** The AI SDK's model for a target, in the wire that agents talk with its provider. */
export async function createProviderModel(
  { provider, model, baseUrl }: Target,
  fetch: typeof globalThis.fetch,
): Promise<SdkModel> {
  const baseURL = baseUrl.href.replace(/\/$/, "");
  if (agentWireOf(provider) === "messages") {
    const { createAnthropic } = await import("@ai-sdk/anthropic");
    return createAnthropic({ baseURL, apiKey: noKey, fetch }).languageModel(model);
  }
  const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
  const sdk = createOpenAICompatible({
    name: provider.name,
    baseURL,
    includeUsage: provider.streamUsage !== "never",
    fetch,
  });
  return sdk.languageModel(model);
}
