import {
  createTRPCClient,
  httpLink,
  httpSubscriptionLink,
  retryLink,
  splitLink,
  type TRPCClient,
  type TRPCClientError,
} from "@trpc/client";
import { EventSource } from "eventsource";
import type { AppRouter } from "./router/index.ts";

export interface ClientOptions {
  /** The gateway's address, such as `http://127.0.0.1:4870`. */
  readonly url: string;
  /** A Signalbox token. Left out in the dashboard, where the browser's session cookie speaks. */
  readonly token?: string;
}

export type SignalboxClient = TRPCClient<AppRouter>;

/** Codes after which asking again changes nothing. */
const finalCodes = new Set(["UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND", "BAD_REQUEST", "CONFLICT"]);

const longestRetryDelayMs = 2_000;

/** What marks a browser's own calls: no foreign page can send it without leave. */
const ownCallHeader = { "x-signalbox-request": "1" } as const;

/**
 * A typed client for Node and browsers.
 *
 * Subscriptions resume by themselves after a lost connection, from the last message they saw, for as
 * long as it takes; they end only with an answer that asking again would not change.
 * Queries and mutations are never sent twice.
 */
export function createClient(options: ClientOptions): SignalboxClient {
  const url = `${options.url.replace(/\/+$/, "")}/trpc`;
  const headers: Record<string, string> = {
    ...ownCallHeader,
    ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
  };
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === "subscription",
        true: [
          retryLink({
            retry: ({ error }) => isWorthRetrying(error),
            retryDelayMs: (attempt) => Math.min(100 * 2 ** attempt, longestRetryDelayMs),
          }),
          httpSubscriptionLink({
            url,
            // Node has no EventSource of its own, and a browser's own one can't send a token.
            EventSource,
            eventSourceOptions: {
              fetch: (input, init) =>
                fetch(input, { ...init, headers: { ...init.headers, ...headers } }),
            },
          }),
        ],
        false: httpLink({ url, headers }),
      }),
    ],
  });
}

function isWorthRetrying(error: TRPCClientError<AppRouter>): boolean {
  const code = error.data?.code;
  return code === undefined || !finalCodes.has(code);
}
