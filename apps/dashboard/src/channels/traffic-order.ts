import type { ChannelRow, ClientRow } from "@signalbox/api-contract";

const badness = { error: 2, warn: 1, ok: 0 } as const;

type Counted = Pick<ClientRow, "requests" | "failed" | "inFlight" | "refused" | "name">;

/** A share of failures that is worth red. */
export function isFailing({ requests, failed }: Pick<Counted, "requests" | "failed">): boolean {
  return failed >= 3 && failed / requests >= 0.02;
}

/** What is not well before what is, then the busiest. */
export function worstChannelsFirst(rows: readonly ChannelRow[]): ChannelRow[] {
  return rows.toSorted((a, b) => badness[b.status] - badness[a.status] || byTraffic(a, b));
}

/** Whose requests fail before whose don't, then the busiest; those that are quiet last. */
export function worstClientsFirst(rows: readonly ClientRow[]): ClientRow[] {
  return rows.toSorted((a, b) => Number(isFailing(b)) - Number(isFailing(a)) || byTraffic(a, b));
}

function byTraffic(a: Counted, b: Counted): number {
  return (
    b.requests + b.inFlight - (a.requests + a.inFlight) ||
    (b.refused ?? 0) - (a.refused ?? 0) ||
    a.name.localeCompare(b.name)
  );
}
