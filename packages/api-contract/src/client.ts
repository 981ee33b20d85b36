import {
  createTRPCClient,
  httpLink,
  httpSubscriptionLink,
  retryLink,
  splitLink,
  TRPCClientError,
  type TRPCClient,
} from "@trpc/client";
import type { AppRouter } from "./router/index.ts";
import { SingleUseEventSource, subscriptionRetry } from "./subscription-retry.ts";

export interface ClientOptions {
  /** The gateway's address, such as `http://127.0.0.1:4870`. */
  readonly url: string;
  /** A Signalbox token. Left out in the dashboard, where the browser's session cookie speaks. */
  readonly token?: string;
}

export type SignalboxClient = TRPCClient<AppRouter>;

/** What a call that failed throws; `data` says why, and is missing where no gateway answered. */
export type SignalboxError = TRPCClientError<AppRouter>;

export function isSignalboxError(error: unknown): error is SignalboxError {
  return error instanceof TRPCClientError;
}

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
          retryLink(subscriptionRetry),
          httpSubscriptionLink({
            url,
            // Node has no EventSource of its own, and a browser's own one can't send a token.
            EventSource: SingleUseEventSource,
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
