import type { TRPCClientError } from "@trpc/client";
import { ErrorEvent, EventSource, type EventSourceInit } from "eventsource";
import type { AppRouter } from "./router/index.ts";

/** Codes after which asking again changes nothing. */
const finalCodes = new Set(["UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND", "BAD_REQUEST", "CONFLICT"]);

/** The same as bare statuses, from whatever answers before the contract does. */
const finalStatuses = new Set([400, 401, 403, 404, 409]);

const firstRetryDelayMs = 100;
const longestRetryDelayMs = 2_000;

/**
 * An EventSource that gives up with its connection and leaves it to us to make a new one. By itself it would
 * wait three seconds each time, on a timer that doesn't keep a Node process running.
 */
export class SingleUseEventSource extends EventSource {
  constructor(url: string | URL, init?: EventSourceInit) {
    super(url, init);
    this.addEventListener("error", () => this.close());
  }
}

/** How a lost subscription is taken up again, for tRPC's retryLink. */
export const subscriptionRetry = {
  retry: ({ error }: { error: TRPCClientError<AppRouter> }): boolean => {
    const code = error.data?.code;
    const status = bareStatus(error);
    return (
      !(code !== undefined && finalCodes.has(code)) &&
      !(status !== undefined && finalStatuses.has(status))
    );
  },
  retryDelayMs: (attempt: number): number =>
    Math.min(firstRetryDelayMs * 2 ** (attempt - 1), longestRetryDelayMs),
};

/**
 * The status of an answer that was no stream. tRPC hands the EventSource's event on as the cause, or, where
 * closing the failed stream fails as well, takes it for the shape of an error of its own.
 */
function bareStatus({ cause, shape }: TRPCClientError<AppRouter>): number | undefined {
  const events: unknown[] = [cause, shape];
  return events.find((event) => event instanceof ErrorEvent)?.code;
}
