/**
 * The coded errors of the contract: what a port throws and a client reads back.
 * `http` is the status on plain HTTP, `trpc` the code on tRPC. A code is never reused.
 */
export const contractErrors = {
  unauthenticated: { http: 401, trpc: "UNAUTHORIZED" },
  forbidden: { http: 403, trpc: "FORBIDDEN" },
  not_found: { http: 404, trpc: "NOT_FOUND" },
  invalid: { http: 400, trpc: "BAD_REQUEST" },
  conflict: { http: 409, trpc: "CONFLICT" },
  too_large: { http: 413, trpc: "PAYLOAD_TOO_LARGE" },
  locked_out: { http: 429, trpc: "TOO_MANY_REQUESTS" },
  queue_full: { http: 429, trpc: "TOO_MANY_REQUESTS" },
  draining: { http: 503, trpc: "SERVICE_UNAVAILABLE" },
  overloaded: { http: 503, trpc: "SERVICE_UNAVAILABLE" },
  cancelled: { http: 499, trpc: "CLIENT_CLOSED_REQUEST" },
  rate_limit: { http: 429, trpc: "TOO_MANY_REQUESTS" },
  budget: { http: 402, trpc: "PAYMENT_REQUIRED" },
  timeout: { http: 504, trpc: "GATEWAY_TIMEOUT" },
  interrupted: { http: 409, trpc: "CONFLICT" },
  upstream: { http: 502, trpc: "BAD_GATEWAY" },
  internal: { http: 500, trpc: "INTERNAL_SERVER_ERROR" },
} as const;

export type ContractErrorCode = keyof typeof contractErrors;

export interface ContractErrorDetail {
  /** Why a request failed, in the words of `errorKind`. */
  errorKind?: string;
  requestId?: string;
  retryAfterMs?: number;
}

/** An error with a code from {@link contractErrors}; its message says what happened and what to do. */
export class ContractError extends Error {
  override readonly name = "ContractError";
  readonly code: ContractErrorCode;
  readonly detail: ContractErrorDetail;

  constructor(
    code: ContractErrorCode,
    message: string,
    detail: ContractErrorDetail = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.detail = detail;
  }
}
