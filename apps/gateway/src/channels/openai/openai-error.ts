import type { ServerResponse } from "node:http";
import { ContractError, contractErrors, type ErrorKind } from "@signalbox/api-contract";
import { wireErrorType } from "../../http/wire-error.ts";
import { RequestFailure, toContractError } from "../../requests/index.ts";

/** What an OpenAI client reads: its message, and by type and code what to do about it. */
export interface OpenAiError {
  readonly status: number;
  readonly message: string;
  readonly type: string;
  readonly code: string | null;
  readonly param?: string;
  readonly retryAfterMs: number | null;
}

/** Where OpenAI has a code of its own for it. */
const codes: Partial<Record<ErrorKind, string>> = {
  context_length: "context_length_exceeded",
  rate_limit: "rate_limit_exceeded",
  auth: "upstream_auth",
};

export function toOpenAiError(error: unknown, requestId: string): OpenAiError {
  if (error instanceof RequestFailure) {
    const contract = toContractError(error, requestId);
    return { ...fromContract(contract), code: codes[error.kind] ?? error.kind };
  }
  if (error instanceof ContractError) return fromContract(error);
  return {
    status: 500,
    message: "The gateway itself failed. Its log says how.",
    type: "server_error",
    code: "internal",
    retryAfterMs: null,
  };
}

function fromContract({ code, message, detail }: ContractError): OpenAiError {
  const { http } = contractErrors[code];
  return {
    status: http,
    message,
    type: wireErrorType(http),
    code,
    retryAfterMs: detail.retryAfterMs ?? null,
  };
}

export function errorBody({ message, type, code, param }: OpenAiError): string {
  return JSON.stringify({ error: { message, type, param: param ?? null, code } });
}

export function sendOpenAiError(response: ServerResponse, error: OpenAiError): void {
  if (response.headersSent || response.destroyed) return;
  const body = errorBody(error);
  response.writeHead(error.status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...retryHeaders(error.retryAfterMs),
  });
  response.end(body);
}

function retryHeaders(retryAfterMs: number | null): Record<string, string> {
  if (retryAfterMs === null) return {};
  return {
    "retry-after": String(Math.ceil(retryAfterMs / 1_000)),
    "retry-after-ms": String(Math.ceil(retryAfterMs)),
  };
}
