import { ContractError, type ContractErrorCode, type ErrorKind } from "@signalbox/api-contract";

/** Why a request ended without success; what it is ended with in every stage. */
export class RequestFailure extends Error {
  override readonly name = "RequestFailure";
  readonly kind: ErrorKind;
  readonly retryAfterMs: number | null;

  constructor(
    kind: ErrorKind,
    message: string,
    options: { retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** What a cancelled request's signal aborts with. */
export class CancelledError extends RequestFailure {
  constructor(message: string, options: { retryAfterMs?: number } = {}) {
    super("cancelled", message, options);
  }
}

/** Anything that was thrown, as the failure of a request. */
export function toRequestFailure(error: unknown): RequestFailure {
  if (error instanceof RequestFailure) return error;
  if (error instanceof ContractError) {
    const kind = error.code === "queue_full" ? "queue_full" : kindOfContract(error.code);
    return new RequestFailure(kind, error.message, {
      retryAfterMs: error.detail.retryAfterMs ?? null,
      cause: error,
    });
  }
  const said = error instanceof Error ? error.message : String(error);
  return new RequestFailure("internal", `The gateway itself failed: ${said}`, { cause: error });
}

function kindOfContract(code: ContractErrorCode): ErrorKind {
  if (code === "invalid" || code === "not_found" || code === "conflict") return "invalid_request";
  return code === "cancelled" || code === "budget" ? code : "internal";
}

const codes: Readonly<Record<ErrorKind, ContractErrorCode>> = {
  rate_limit: "rate_limit",
  timeout: "timeout",
  context_length: "invalid",
  content_filter: "invalid",
  auth: "upstream",
  invalid_request: "invalid",
  upstream_5xx: "upstream",
  network: "upstream",
  malformed_stream: "upstream",
  incomplete: "upstream",
  empty: "upstream",
  cancelled: "cancelled",
  budget: "budget",
  tool: "upstream",
  queue_full: "queue_full",
  interrupted: "interrupted",
  internal: "internal",
};

/**
 * Where it is known when to send it again, its client is told to: it was cancelled by a gateway that
 * stops, and not by anyone who had enough of it, or its model is not to be called before then.
 */
function codeOf({ kind, retryAfterMs }: RequestFailure): ContractErrorCode {
  if (retryAfterMs === null) return codes[kind];
  if (kind === "cancelled") return "draining";
  // What refuses the gateway's key does so until somebody changes it.
  return unavailable.has(codes[kind]) && kind !== "auth" ? "overloaded" : codes[kind];
}

/** What a model failed with that is well again after a while. */
const unavailable: ReadonlySet<ContractErrorCode> = new Set(["upstream", "timeout"]);

/** The same as an error of the contract, for those who asked over tRPC. */
export function toContractError(failure: RequestFailure, requestId: string): ContractError {
  return new ContractError(
    codeOf(failure),
    failure.message,
    {
      errorKind: failure.kind,
      requestId,
      ...(failure.retryAfterMs === null ? {} : { retryAfterMs: failure.retryAfterMs }),
    },
    failure,
  );
}
