import type { VerdictCount } from "./evidence.ts";

/** A request has one channel. A cancel is neither a success nor a failure. */
export function totals(channels: readonly VerdictCount[]): { ended: number; failed: number } {
  let ended = 0;
  let failed = 0;
  for (const row of channels) {
    ended += row.requests - row.cancelled;
    failed += row.failures;
  }
  return { ended, failed };
}
