import type { ServerResponse } from "node:http";
import { ContractError, contractErrors, type ErrorKind } from "@signalbox/api-contract";
import { RequestFailure, toContractError } from "../requests/index.ts";
import type { Dialect } from "./dialect.ts";

/** What a client is told of an error, before it is put in the words of its wire. */
export interface ChannelError {
  readonly requestId: string;
  readonly status: number;
  readonly message: string;
  /** The contract's code, or the kind of what failed. */
  readonly code: string;
  readonly kind: ErrorKind | null;
  readonly retryAfterMs: number | null;
  /** The same request would fail again, whatever its status lets a client think. */
  readonly isFinal: boolean;
}

/** A provider that refuses the gateway's own key does so until somebody changes it. */
const finalKinds: ReadonlySet<ErrorKind> = new Set(["auth", "budget"]);

export function toChannelError(error: unknown, requestId: string): ChannelError {
  if (error instanceof RequestFailure) {
    const contract = toContractError(error, requestId);
    const { kind } = error;
    const isFinal = finalKinds.has(kind);
    return { ...fromContract(contract, requestId), code: kind, kind, isFinal };
  }
  if (error instanceof ContractError) return fromContract(error, requestId);
  return {
    requestId,
    status: 500,
    message: "The gateway itself failed. Its log says how.",
    code: "internal",
    kind: null,
    retryAfterMs: null,
    isFinal: false,
  };
}

function fromContract({ code, message, detail }: ContractError, requestId: string): ChannelError {
  return {
    requestId,
    status: contractErrors[code].http,
    message,
    code,
    kind: null,
    retryAfterMs: detail.retryAfterMs ?? null,
    isFinal: code === "conflict" || code === "budget",
  };
}

/** Answers with an error, where nothing has been answered yet. */
export function sendError(response: ServerResponse, dialect: Dialect, error: ChannelError): void {
  if (response.headersSent || response.destroyed) return;
  const body = dialect.errorBody(error);
  response.writeHead(dialect.statusOf(error), {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...retryHeaders(error),
  });
  response.end(body);
}

function retryHeaders({ retryAfterMs, isFinal }: ChannelError): Record<string, string> {
  const stop = isFinal ? { "x-should-retry": "false" } : {};
  if (retryAfterMs === null) return stop;
  return {
    ...stop,
    "retry-after": String(Math.ceil(retryAfterMs / 1_000)),
    "retry-after-ms": String(Math.ceil(retryAfterMs)),
  };
}
