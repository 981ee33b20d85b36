import type { ChannelWindowInput } from "@signalbox/api-contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { trpc } from "../api/index.ts";
import { useViewTime } from "../time/index.ts";

const everyMs = 2_000;
/** What memory does not reach is the disk's to tell, which is asked less often. */
const everyMsFromDisk = 10_000;
const memoryMs = 15 * 60_000;

type Ask<T> = (input: ChannelWindowInput, signal: AbortSignal) => Promise<T>;

/** Over the window that is shown; over the last 15 minutes where none is. */
function useWindowed<T>(name: string, ask: Ask<T>) {
  const { windowMs, at } = useViewTime();
  return useQuery({
    queryKey: ["channels", name, windowMs, at],
    queryFn: ({ signal }) => ask({ windowMs, ...(at === undefined ? {} : { at }) }, signal),
    refetchInterval: at !== undefined ? false : windowMs > memoryMs ? everyMsFromDisk : everyMs,
    placeholderData: keepPreviousData,
  });
}

export function useChannels() {
  return useWindowed("list", (input, signal) => trpc.channels.list.query(input, { signal }));
}

export function useClients() {
  return useWindowed("clients", (input, signal) => trpc.channels.clients.query(input, { signal }));
}

export function useRefusals() {
  return useWindowed("refusals", (input, signal) =>
    trpc.channels.refusals.query(input, { signal }),
  );
}
