import { useEffect, useRef, type RefObject } from "react";
import type { TableAction } from "./table-keys.ts";
import { useRowKey } from "./use-row-key.ts";
import { useTableKeys } from "./use-table-keys.ts";

export interface RowCursorOptions<T> {
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** The id of a row's element. */
  readonly idOf: (row: T) => string;
  /** Something lies over the page: keys are not the list's. */
  readonly isCovered: boolean;
  readonly onOpen: (row: T) => void;
}

export interface RowCursor<T> {
  readonly gridRef: RefObject<HTMLTableElement | null>;
  /** The row that the keyboard is at, by its place; −1 for none. */
  readonly cursor: number;
  readonly moveTo: (row: T) => void;
}

/**
 * A place among rows that keys move and open, which the URL holds; it stays with its row where the order
 * changes.
 */
export function useRowCursor<T>(options: RowCursorOptions<T>): RowCursor<T> {
  const { rows, keyOf, idOf, isCovered, onOpen } = options;
  const gridRef = useRef<HTMLTableElement>(null);
  const [cursorKey, setCursorKey] = useRowKey();
  const cursor = rows.findIndex((row) => keyOf(row) === cursorKey);
  const moveTo = (row: T) => setCursorKey(keyOf(row));
  const isFound = cursor !== -1;
  const isShown = useRef(false);
  useEffect(() => {
    // One that came with the address is brought into sight, once.
    const row = rows[cursor];
    if (isShown.current || row === undefined) return;
    isShown.current = true;
    document.getElementById(idOf(row))?.scrollIntoView({ block: "nearest" });
    // oxlint-disable-next-line react/exhaustive-deps -- When it is found, and not with each row that comes.
  }, [isFound]);
  const act = (action: TableAction) => {
    const at = rows[cursor];
    if (action === "open" && at !== undefined) onOpen(at);
    if (action !== "down" && action !== "up") return;
    const next = cursor === -1 ? 0 : cursor + (action === "down" ? 1 : -1);
    const to = rows[Math.max(0, Math.min(rows.length - 1, next))];
    if (to === undefined) return;
    moveTo(to);
    gridRef.current?.focus({ preventScroll: true });
    document.getElementById(idOf(to))?.scrollIntoView({ block: "nearest" });
  };
  useTableKeys(gridRef, isCovered, act);
  return { gridRef, cursor, moveTo };
}
