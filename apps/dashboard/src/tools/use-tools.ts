import { useQuery } from "@tanstack/react-query";
import { queryClient, trpc } from "../api/index.ts";

const everyMs = 2_000;

export function useTools() {
  return useQuery({
    queryKey: ["tools", "list"],
    queryFn: () => trpc.tools.list.query(),
    refetchInterval: everyMs,
  });
}

export function useMcpServers() {
  return useQuery({
    queryKey: ["tools", "servers"],
    queryFn: () => trpc.tools.servers.query(),
    refetchInterval: everyMs,
  });
}

export async function refreshTools(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ["tools"] });
}
