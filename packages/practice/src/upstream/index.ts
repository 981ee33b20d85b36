export type { Fault, FaultedRequest, FaultKind, FaultMatch, FaultRule } from "./faults/fault.ts";
export { FAULT_MODELS } from "./faults/fault-models.ts";
export type { InjectedFault } from "./faults/fault-script.ts";
export type { Outcome, PracticeStats, RequestRecord } from "./journal.ts";
export type { ModelProfile, Spread } from "./models/model-profile.ts";
export { DEFAULT_MODELS } from "./models/model-profile.ts";
export type { Slowing } from "./models/pace.ts";
export type { PracticeOptions, PracticeUpstream } from "./practice-upstream.ts";
export { startPracticeUpstream } from "./practice-upstream.ts";
