import type { ServerResponse } from "node:http";
import { anthropicErrorType, wireErrorType } from "./wire-error.ts";

interface RefusalAnswer {
  readonly status: number;
  readonly message: string;
  readonly retryAfterMs?: number;
}

const trpcCodes: Readonly<Record<number, readonly [code: number, name: string]>> = {
  400: [-32600, "BAD_REQUEST"],
  401: [-32001, "UNAUTHORIZED"],
  403: [-32003, "FORBIDDEN"],
  404: [-32004, "NOT_FOUND"],
  429: [-32029, "TOO_MANY_REQUESTS"],
  500: [-32603, "INTERNAL_SERVER_ERROR"],
};

/** In the contract's own codes. */
const reasons: Readonly<Record<number, string>> = {
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  429: "locked_out",
  500: "internal",
};

/** Turns a request away in the words its client reads: tRPC's, or those of OpenAI or Anthropic. */
export function refuse(response: ServerResponse, path: string, refusal: RefusalAnswer): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { status, retryAfterMs } = refusal;
  const body = JSON.stringify(shapeFor(response, path, refusal));
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...(status === 401 && { "www-authenticate": "Bearer" }),
    ...(retryAfterMs !== undefined && { "retry-after": String(Math.ceil(retryAfterMs / 1_000)) }),
  });
  response.end(body);
}

function shapeFor({ req }: ServerResponse, path: string, refusal: RefusalAnswer) {
  if (path.startsWith("/trpc/")) return trpcShape(refusal, path);
  // Anthropic's clients have routes of their own, and say their version on those that they share.
  const isAnthropic =
    path === "/v1/messages" ||
    path.startsWith("/v1/messages/") ||
    (path.startsWith("/v1/") && req.headers["anthropic-version"] !== undefined);
  return isAnthropic ? anthropicShape(refusal) : wireShape(refusal);
}

function trpcShape({ status, message, retryAfterMs }: RefusalAnswer, path: string) {
  const [code, name] = trpcCodes[status] ?? [-32603, "INTERNAL_SERVER_ERROR"];
  const reason = reasons[status] ?? "invalid";
  const procedure = path.slice("/trpc/".length);
  const data = { code: name, httpStatus: status, path: procedure, reason, retryAfterMs };
  return { error: { message, code, data } };
}

function wireShape({ status, message }: RefusalAnswer) {
  return { error: { message, type: wireErrorType(status), param: null, code: null } };
}

function anthropicShape({ status, message }: RefusalAnswer) {
  return { type: "error", error: { type: anthropicErrorType(status), message }, request_id: null };
}
