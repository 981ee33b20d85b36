import type { ErrorKind } from "@signalbox/api-contract";

/** Failures that say nothing against asking another provider. */
const helpedElsewhere: ReadonlySet<ErrorKind> = new Set([
  "rate_limit",
  "timeout",
  "upstream_5xx",
  "network",
  "auth",
  "malformed_stream",
  "incomplete",
  "empty",
  "internal",
  // Of a model: an operator paused it, and it was not asked.
  "queue_full",
]);

export interface FallbackHints {
  readonly hasFallback?: boolean;
  readonly hasLargerFallback?: boolean;
}

/** Whether a call that failed so before its first token is made again at another provider. */
export function goesOnElsewhere(kind: ErrorKind, hints: FallbackHints): boolean {
  // Too long for one is not too long for one that takes more.
  if (kind === "context_length") return hints.hasLargerFallback ?? false;
  return (hints.hasFallback ?? false) && helpedElsewhere.has(kind);
}
