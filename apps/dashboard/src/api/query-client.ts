import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { answeredCode } from "./trpc.ts";

/** Codes after which asking again changes nothing. */
const finalCodes = new Set(["UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND", "BAD_REQUEST"]);

/** Answers are large: one that nobody looked at for so long is forgotten. */
const forgetAfterMs = 60_000;

export const whoamiKey = ["auth.whoami"] as const;

function createQueryClient(): QueryClient {
  // Whatever call learns that the session is over, the page asks who it is, and shows the sign-in page.
  const onError = (error: unknown) => {
    if (answeredCode(error) !== "UNAUTHORIZED") return;
    void client.invalidateQueries({ queryKey: whoamiKey });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (query.queryKey[0] !== whoamiKey[0]) onError(error);
      },
    }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        gcTime: forgetAfterMs,
        networkMode: "always",
        retry: (count, error) => count < 3 && !finalCodes.has(answeredCode(error) ?? ""),
        retryDelay: (attempt) => Math.min(250 * 2 ** attempt, 5_000),
      },
      mutations: { networkMode: "always" },
    },
  });
  return client;
}

export const queryClient = createQueryClient();
