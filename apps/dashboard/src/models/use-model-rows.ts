import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { trpc } from "../api/index.ts";
import { useShown } from "../live/index.ts";
import { useViewTime } from "../time/index.ts";

const refreshMs = 10_000;

/** The models over the window that is shown: the live ones, or those of a window; undefined while they come. */
export function useModelRows() {
  const { window, windowMs, at } = useViewTime();
  const live = useShown((state) => state.models);
  const past = useQuery({
    queryKey: ["models.list", window, at],
    enabled: window !== undefined,
    queryFn: ({ signal }) =>
      trpc.models.list.query({ windowMs, ...(at === undefined ? {} : { at }) }, { signal }),
    refetchInterval: at === undefined ? refreshMs : false,
    placeholderData: keepPreviousData,
  });
  const models = window === undefined ? live : past.data;
  return { models, error: window === undefined ? null : past.error };
}
