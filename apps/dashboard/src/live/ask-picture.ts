import type { PastPicture } from "@signalbox/api-contract";
import { queryClient, trpc } from "../api/index.ts";

/** A moment as near as this may still change: the gateway writes down what happened within a second or so. */
const settledAfterMs = 10_000;

/** How everything was at a moment; one that was asked for lately is not asked for again. */
export function askPicture(t: number): Promise<PastPicture> {
  return queryClient.fetchQuery({
    queryKey: ["history.at", t],
    queryFn: () => trpc.history.at.query({ t }),
    staleTime: Date.now() - t > settledAfterMs ? Infinity : 0,
  });
}
