/**
 * The browser-safe half of the contract: schemas, types, errors, the client, how records stand in files, and where a
 * figure leads.
 */
export { createClient, isSignalboxError } from "./client.ts";
export type { ClientOptions, SignalboxClient, SignalboxError } from "./client.ts";
export { csvLine } from "./files/csv-line.ts";
export { escapeRaw } from "./files/raw-characters.ts";
export { pressingMs, timeToEmpty, timeToFull } from "./figures/time-to-full.ts";
export type { Sample, Trend } from "./figures/time-to-full.ts";
export { ContractError, contractErrors } from "./error.ts";
export type { ContractErrorCode, ContractErrorDetail } from "./error.ts";
export type { ErrorData } from "./router/error-shape.ts";
export type { AppRouter, RouterInputs, RouterOutputs } from "./router/index.ts";
export * from "./schema/index.ts";
