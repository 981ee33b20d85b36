/** The browser-safe half of the contract: schemas, types, errors and the client. */
export { createClient, isSignalboxError } from "./client.ts";
export type { ClientOptions, SignalboxClient, SignalboxError } from "./client.ts";
export { ContractError, contractErrors } from "./error.ts";
export type { ContractErrorCode, ContractErrorDetail } from "./error.ts";
export type { ErrorData } from "./router/error-shape.ts";
export type { AppRouter, RouterInputs, RouterOutputs } from "./router/index.ts";
export * from "./schema/index.ts";
