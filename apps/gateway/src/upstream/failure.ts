import type { ErrorKind } from "@signalbox/api-contract";
import { beginningOf } from "../beginning-of.ts";
import { PrivateAddressError } from "../network/private-address.ts";
import { kindInAnswer, kindOfAnswer } from "./error-kind.ts";
import { parseJsonObject } from "./json.ts";
import { nameTimeoutCode } from "./name-lookup.ts";
import { readError } from "./wires/read-members.ts";
import type { AnsweredError } from "./wires/wire.ts";

/** Why a model call failed: one kind, and a sentence that tells a person what happened. */
export interface Failure {
  readonly kind: ErrorKind;
  readonly message: string;
  /** Whether the same attempt may go well a moment later, where its kind alone does not tell. */
  readonly retry?: "safe" | "useless";
  /** It comes of what was asked, or of a bound of ours: it says nothing of how well the model works. */
  readonly isNeutral?: boolean;
}

/** The kind of an error answer, from its status and what its body says. */
export function failureOfAnswer(provider: string, status: number, body: string): Failure {
  const object = parseJsonObject(body);
  const error = object === null ? null : readError(object["error"] ?? object);
  const said = error?.message ?? beginningOf(body.trim(), 500);
  const kind = kindOfAnswer(status, error);
  const message = `${provider} answered ${status}${said === "" ? "" : `: ${said}`}`;
  return { kind, message, ...retryOf(error) };
}

/** The kind of an error that came inside a 200 answer. */
export function failureInStream(provider: string, error: AnsweredError): Failure {
  const kind = kindInAnswer(error);
  const message = `${provider} failed within its answer: ${error.message}`;
  return { kind, message, ...retryOf(error) };
}

/** A quota that is used up is not back in seconds. */
function retryOf(error: AnsweredError | null): Pick<Failure, "retry"> {
  const words = `${error?.code ?? ""} ${error?.type ?? ""}`;
  return words.includes("insufficient_quota") ? { retry: "useless" } : {};
}

const notConnected = "did not accept a connection in time";
const timeoutCodes = new Map([
  ["UND_ERR_CONNECT_TIMEOUT", notConnected],
  ["UND_ERR_HEADERS_TIMEOUT", "sent no first byte in time"],
  ["UND_ERR_BODY_TIMEOUT", "fell silent in the middle of its answer"],
]);

/** The kind of what went wrong on the way: no connection, a broken one, silence. */
export function failureOfError(provider: string, error: unknown): Failure {
  const cause = causeOf(error);
  const code = codeOf(cause);
  const timeout = timeoutCodes.get(code) ?? (isConnectTimeout(code, cause) ? notConnected : null);
  if (timeout !== null) {
    // What was never sent can't be done twice.
    const retry = timeout === notConnected ? { retry: "safe" as const } : {};
    return { kind: "timeout", message: `${provider} ${timeout}.`, ...retry };
  }
  if (code.startsWith("HPE_")) {
    const message = `${provider} answered with no valid HTTP: ${code}.`;
    return { kind: "malformed_stream", message };
  }
  if (code === "UND_ERR_HEADERS_OVERFLOW") {
    const message = `${provider} answered with larger headers than are taken.`;
    return { kind: "malformed_stream", message };
  }
  return {
    kind: "network",
    message: `The connection to ${provider} failed: ${describe(code, cause)}`,
    ...(cause instanceof PrivateAddressError && { retry: "useless" }),
  };
}

/** While an established connection that dies without a word says ETIMEDOUT too. */
function isConnectTimeout(code: string, error: unknown): boolean {
  return code === "ETIMEDOUT" && syscallOf(error) !== "read" && syscallOf(error) !== "write";
}

/** Never with the address that was called: what a name leads to within a network is not the client's. */
function describe(code: string, error: unknown): string {
  if (code === "ECONNREFUSED") return "it was refused. Is the provider running at its baseUrl?";
  if (code === nameTimeoutCode)
    return "its name was not found in time. Does its name server answer?";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `its name was not found (${code}).`;
  if (code === "ETIMEDOUT") return "nothing came from its end any more (ETIMEDOUT).";
  if (syscallOf(error) === "connect") return `it could not be made (${code}).`;
  const message = error instanceof Error ? error.message : String(error);
  return `${message}${code === "" ? "" : ` (${code})`}`;
}

function syscallOf(error: unknown): unknown {
  return error instanceof Error && "syscall" in error ? error.syscall : undefined;
}

/** The first with a code in the chain of causes; of those that tried several addresses, the first. */
function causeOf(error: unknown): unknown {
  if (!(error instanceof Error) || codeOf(error) !== "" || error.cause === undefined) return error;
  return causeOf(error.cause);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : "";
}

/** A provider that asks for more than a day is taken to mean a day. */
const maxRetryAfterMs = 24 * 60 * 60 * 1_000;

/**
 * How long a provider asks to wait: `retry-after-ms`, else `Retry-After` in seconds or as a date.
 * Null where it says nothing that makes sense.
 */
export function readRetryAfterMs(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  now: number,
): number | null {
  const ms = Number(first(headers["retry-after-ms"])?.trim() || Number.NaN);
  if (Number.isFinite(ms) && ms >= 0) return Math.min(ms, maxRetryAfterMs);
  const value = first(headers["retry-after"])?.trim();
  if (value === undefined || value === "") return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds))
    return seconds >= 0 ? Math.min(seconds * 1_000, maxRetryAfterMs) : null;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.min(Math.max(0, date - now), maxRetryAfterMs);
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
