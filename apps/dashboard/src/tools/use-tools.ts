import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { queryClient, trpc } from "../api/index.ts";
import { useViewTime } from "../time/index.ts";

const everyMs = 2_000;

/** Every tool, with the figures of the window that is shown; the last 15 minutes where none is. */
export function useTools() {
  const { windowMs, at } = useViewTime();
  return useQuery({
    queryKey: ["tools", "list", windowMs, at],
    queryFn: ({ signal }) =>
      trpc.tools.list.query({ windowMs, ...(at === undefined ? {} : { at }) }, { signal }),
    refetchInterval: at === undefined ? everyMs : false,
    placeholderData: keepPreviousData,
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
