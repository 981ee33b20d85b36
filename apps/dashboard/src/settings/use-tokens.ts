import { useQuery } from "@tanstack/react-query";
import { queryClient, trpc } from "../api/index.ts";
import { useIsAdmin } from "./use-is-admin.ts";

const refreshMs = 5_000;

/** Every token, without its secret; asked by admins alone, for others are refused. */
export function useTokens() {
  const isAdmin = useIsAdmin();
  return useQuery({
    queryKey: ["auth.listTokens"],
    queryFn: ({ signal }) => trpc.auth.listTokens.query(undefined, { signal }),
    enabled: isAdmin,
    refetchInterval: refreshMs,
  });
}

export async function refreshTokens(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ["auth.listTokens"] });
}
