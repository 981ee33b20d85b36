import { useQuery } from "@tanstack/react-query";
import { queryClient, trpc } from "../api/index.ts";

const key = ["lanes.list"] as const;
const everyMs = 1_000;

/** Every lane with anything in it or held by an operator, as it is now. */
export function useLaneRows() {
  return useQuery({
    queryKey: key,
    queryFn: () => trpc.lanes.list.query(),
    refetchInterval: everyMs,
  });
}

export async function refreshLaneRows(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: key });
}
