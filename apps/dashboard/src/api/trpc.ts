import type { AppRouter } from "@signalbox/api-contract";
import {
  createTRPCClient,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
} from "@trpc/client";

/** Marks this page's own calls: no foreign page can send it without leave. */
export const ownCallHeaders = { "x-signalbox-request": "1" } as const;

const url = "/trpc";

/** Same origin, and the browser's session cookie speaks for the operator. */
export const trpc = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (op) => op.type === "subscription",
      true: httpSubscriptionLink({ url }),
      false: httpLink({ url, headers: ownCallHeaders }),
    }),
  ],
});

/** The code of an error that the gateway answered with; null where it did not answer. */
export function answeredCode(error: unknown): string | null {
  if (!(error instanceof TRPCClientError)) return null;
  // The client types `data` by its router; a bare class can't know it.
  const data: unknown = error.data;
  return typeof data === "object" &&
    data !== null &&
    "code" in data &&
    typeof data.code === "string"
    ? data.code
    : null;
}

/** What to tell the operator about a call that failed. */
export function problemOf(error: unknown): string {
  if (answeredCode(error) === null) return "The gateway does not answer.";
  return error instanceof Error ? error.message : "The call failed.";
}
