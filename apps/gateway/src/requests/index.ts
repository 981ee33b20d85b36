export { CancelledError, RequestFailure, toContractError } from "./request-failure.ts";
export { createPooledRandom, newRequestId } from "./request-id.ts";
export { RequestRegistry } from "./request-registry.ts";
export type { RunningRequest } from "./request-registry.ts";
export type { RequestSpec } from "./request-spec.ts";
