import type { LaneRow } from "@signalbox/api-contract";

const maxSlotHolders = 5;

/** Those who have the slots of a pool, the five with the most first; of as many, by name. */
export function topHolders(holders: LaneRow["slotHolders"]): LaneRow["slotHolders"] {
  return holders
    .toSorted((a, b) => b.count - a.count || (a.client < b.client ? -1 : 1))
    .slice(0, maxSlotHolders);
}
