export { Upstream } from "./call.ts";
export type { AnswerSink, ErrorAnswer } from "./answer.ts";
export type { Target, UpstreamResult } from "./call.ts";
export type { Failure } from "./failure.ts";
export { loadHttpClient, ProviderPools } from "./provider-pools.ts";
export { TargetResolver } from "./target-resolver.ts";
export { spliceMembers } from "./splice.ts";
export { agentWireOf, refuseUnlessSpoken, routeOf, speaks } from "./spoken-wires.ts";
export type { WireName } from "./wires/index.ts";
