/** Whether a model may be called now: breakers, throttles and pauses. */
export { failureOfBlock, retryAfterOf } from "./block.ts";
export type { Block } from "./block.ts";
export { nameOf } from "./gate-facts.ts";
export type { Scope } from "./gate-facts.ts";
export { Gates } from "./gates.ts";
export { hold } from "./hold.ts";
export type { ModelGate, Pass } from "./model-gate.ts";
export { isOver } from "./pause.ts";
export type { Pause } from "./pause.ts";
export type { ProviderGate } from "./provider-gate.ts";
