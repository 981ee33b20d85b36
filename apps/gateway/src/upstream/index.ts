export { PriceBook } from "./prices/price-book.ts";
export { ModelControl } from "./model-control.ts";
export { Upstream } from "./call.ts";
export { Gates, nameOf } from "./breaker/index.ts";
export type { ModelGate, ProviderGate, Scope } from "./breaker/index.ts";
export type { AnswerSink, ErrorAnswer } from "./answer.ts";
export type { Target, UpstreamResult } from "./call.ts";
export type { Failure } from "./failure.ts";
export { loadHttpClient, ProviderPools } from "./provider-pools.ts";
export { TargetResolver } from "./target-resolver.ts";
export { spliceMembers } from "./splice.ts";
export { agentWireOf, routeOf, speaks } from "./spoken-wires.ts";
export type { TokenUsage } from "./wires/wire.ts";
export { wireOf, type WireName } from "./wires/index.ts";
export { callChain, FallbackChain } from "./fallback-chain.ts";
export { askedOutput } from "./asked-output.ts";
export {
  charactersPerToken,
  estimateBody,
  estimateTokens,
  tokensPerFile,
} from "./estimate-tokens.ts";
