import type { ChannelRow } from "@signalbox/api-contract";

/** From here on a channel is not well: some of its requests failed, and more than a few. */
const failingRate = 0.2;
const failingRequests = 3;
/** The gateway itself had no room: it was stopping, or short of memory or slots. */
const noRoom = 503;

type Judged = Pick<ChannelRow, "requests" | "failed" | "refusedByStatus">;

/** How a channel stands by what came in over the window. */
export function channelStatus({
  requests,
  failed,
  refusedByStatus,
}: Judged): Pick<ChannelRow, "status" | "reason"> {
  const shed = refusedByStatus?.[noRoom] ?? 0;
  if (failed >= failingRequests && failed === requests) {
    return { status: "error", reason: `all of its ${requests} requests failed` };
  }
  if (failed >= failingRequests && failed / requests >= failingRate) {
    return { status: "warn", reason: `${failed} of ${requests} requests failed` };
  }
  if (shed > 0) return { status: "warn", reason: `${shed} turned away, for there was no room` };
  return { status: "ok", reason: null };
}
