import type { RequestRow } from "@signalbox/api-contract";
import { arrivalsOf } from "../rows/arrivals.ts";

/** The list as it stood when a person put the pointer or the focus on it. */
export interface HeldRows {
  /** The filter and order it was made by: under another, it no longer counts. */
  readonly view: string;
  readonly rows: readonly RequestRow[];
}

export interface ShownRows {
  readonly rows: readonly RequestRow[];
  /** Requests that wait to be let in on top. */
  readonly fresh: number;
}

/**
 * What to show: while the list is held no row moves or goes, and none comes but below all of them, though each is
 * kept up to date. A row that left the list stays as it was last seen.
 */
export function shownRows(
  held: HeldRows | null,
  view: string,
  current: readonly RequestRow[],
  known: ReadonlyMap<string, RequestRow>,
): ShownRows {
  if (held === null || held.view !== view) return { rows: current, fresh: 0 };
  const ids = new Set(held.rows.map((row) => row.id));
  const { below, waiting } = arrivalsOf(ids, current, ({ id }) => id);
  const kept = held.rows.map((row) => known.get(row.id) ?? row);
  return { rows: [...kept, ...below], fresh: waiting };
}
