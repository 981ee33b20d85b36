/** Words and figures of the contract as plain values: a page that has them needs nothing that checks input. */

export const outcomes = ["ok", "failed", "cancelled", "interrupted"] as const;

export const errorKinds = [
  "rate_limit",
  "timeout",
  "context_length",
  "content_filter",
  "auth",
  "invalid_request",
  "upstream_5xx",
  "network",
  "malformed_stream",
  "incomplete",
  "empty",
  "cancelled",
  "budget",
  "tool",
  "queue_full",
  "interrupted",
  "internal",
] as const;

/** What of a model call is measured. */
export const callMetrics = ["ttft", "latency", "gap"] as const;

/** A stream has stopped for now when nothing came of it for so long: of a healthy one it is a fraction of a second. */
export const silentAfterMs = 5_000;

/** What `model` says where all of a provider's models are meant. */
export const allModels = "*";

/** What `lane` says where all lanes are meant. */
export const allLanes = "*";

/** As many stored rows of one kind are counted: of more, so many are told. */
export const rowsCountedTo = 100_000;
