import { queryOptions, useQuery } from "@tanstack/react-query";
import { whoamiKey } from "./query-client.ts";
import { answeredCode, trpc } from "./trpc.ts";

/** Asked before anything is rendered, so that the answer is there with the page's own code. */
export const whoamiQuery = queryOptions({
  queryKey: whoamiKey,
  queryFn: () => trpc.auth.whoami.query(),
  staleTime: Infinity,
  retry: false,
});

/** Who the session belongs to. */
export function useWhoami() {
  return useQuery({
    ...whoamiQuery,
    // A refusal that came before it was rendered is no reason to ask again.
    retryOnMount: false,
    // Another tab may have signed in, or the gateway may have come up.
    refetchOnWindowFocus: ({ state }) => (state.status === "error" ? "always" : false),
    refetchInterval: ({ state }) =>
      state.status === "error" && answeredCode(state.error) === null ? 2_000 : false,
  });
}

/** Where requests go, and what can answer them. Changes with the config alone. */
export function useSetup() {
  return useQuery({
    queryKey: ["system.setup"],
    queryFn: () => trpc.system.setup.query(),
    staleTime: 30_000,
  });
}
