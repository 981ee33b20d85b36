import type { RunResult } from "@signalbox/api-contract";

/** What became of a job, as its receiver is told. */
export type WebhookOutcome =
  | { readonly kind: "completed"; readonly result: RunResult }
  | {
      readonly kind: "failed";
      /** A request's error kind, or `interrupted`. */
      readonly errorKind: string;
      readonly message: string;
      /** What had been said before it failed. */
      readonly text: string;
    };

interface Subject {
  readonly requestId: string;
  readonly sessionId: string;
  /** The sender's own id of its message. */
  readonly messageId: string;
  /** When it ended, in epoch milliseconds. */
  readonly at: number;
}

/** The body of a callback: it is kept as it is until it was delivered. */
export function callbackBody(
  { requestId, sessionId, messageId, at }: Subject,
  outcome: WebhookOutcome,
): string {
  const subject = { requestId, sessionId, messageId };
  const timestamp = new Date(at).toISOString();
  if (outcome.kind === "completed") {
    const { text, usage, costUsd } = outcome.result;
    return JSON.stringify({
      type: "request.completed",
      timestamp,
      data: { ...subject, text, usage, costUsd },
    });
  }
  const { text, errorKind, message } = outcome;
  return JSON.stringify({
    type: "request.failed",
    timestamp,
    data: { ...subject, text, usage: null, costUsd: null, error: { kind: errorKind, message } },
  });
}
