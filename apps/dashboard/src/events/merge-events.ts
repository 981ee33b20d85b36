import type { SystemEvent } from "@signalbox/api-contract";

/** One list, newest first, of lists that are; what is in several comes once. */
export function mergeEvents(...lists: readonly (readonly SystemEvent[])[]): SystemEvent[] {
  const byId = new Map<string, SystemEvent>();
  for (const list of lists) for (const event of list) byId.set(event.id, event);
  // A stable sort: events of one millisecond stay in the order they were told.
  return [...byId.values()].toSorted((a, b) => b.timestamp - a.timestamp);
}
