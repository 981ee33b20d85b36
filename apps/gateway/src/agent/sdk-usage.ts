import type { Usage } from "@signalbox/api-contract";

interface SdkUsage {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly inputTokenDetails: { readonly cacheReadTokens: number | undefined };
  readonly outputTokenDetails: { readonly reasoningTokens: number | undefined };
}

/** What all of a run's model calls took, as the SDK counts it. */
export function toUsage(usage: SdkUsage): Usage {
  const { inputTokens, outputTokens } = usage;
  return {
    inputTokens: inputTokens ?? 0,
    outputTokens: outputTokens ?? 0,
    totalTokens: (inputTokens ?? 0) + (outputTokens ?? 0),
    cachedTokens: usage.inputTokenDetails.cacheReadTokens ?? null,
    reasoningTokens: usage.outputTokenDetails.reasoningTokens ?? null,
    source: inputTokens === undefined && outputTokens === undefined ? "unknown" : "reported",
  };
}
