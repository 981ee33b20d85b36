import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { queryClient, trpc } from "../api/index.ts";
import { useViewTime } from "../time/index.ts";

const key = ["lanes.list"] as const;
const everyMs = 1_000;

/** Every lane with anything in it or held by an operator, as it is now, or was at the moment that is shown. */
export function useLaneRows(isEnabled = true) {
  const { at } = useViewTime();
  return useQuery({
    queryKey: [...key, at],
    queryFn: ({ signal }) => trpc.lanes.list.query(at === undefined ? {} : { at }, { signal }),
    refetchInterval: at === undefined ? everyMs : false,
    placeholderData: keepPreviousData,
    enabled: isEnabled,
  });
}

export async function refreshLaneRows(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: key });
}
