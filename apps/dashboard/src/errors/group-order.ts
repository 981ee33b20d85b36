import type { ErrorGroup } from "@signalbox/api-contract";
import type { ErrorsSearch } from "../app/search.ts";

export type GroupSort = "count" | "last" | "first";

export interface GroupOrder {
  readonly key: GroupSort;
  readonly direction: "asc" | "desc";
}

const values = {
  count: ({ count }: ErrorGroup) => count,
  last: ({ lastSeenAt }: ErrorGroup) => lastSeenAt,
  first: ({ firstSeenAt }: ErrorGroup) => firstSeenAt,
} as const;

/** The most frequent first unless told. */
export function orderOf({ sort, dir }: Pick<ErrorsSearch, "sort" | "dir">): GroupOrder {
  return { key: sort ?? "count", direction: dir ?? "desc" };
}

/**
 * Of those that are equal, the one that is known for the shortest time comes first: when one was seen in the window,
 * last or first, changes as it moves.
 */
export function sortGroups(
  groups: readonly ErrorGroup[],
  { key, direction }: GroupOrder,
): ErrorGroup[] {
  const valueOf = values[key];
  const sign = direction === "asc" ? 1 : -1;
  return groups.toSorted(
    (a, b) =>
      sign * (valueOf(a) - valueOf(b)) ||
      b.knownSince - a.knownSince ||
      (a.fingerprint < b.fingerprint ? -1 : 1),
  );
}
