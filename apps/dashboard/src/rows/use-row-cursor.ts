import { useSearch } from "@tanstack/react-router";
import { useRef, type RefObject } from "react";
import { useFirstSight } from "./use-first-sight.ts";
import type { TableAction } from "./table-keys.ts";
import { useRowKey } from "./use-row-key.ts";
import { useTableKeys } from "./use-table-keys.ts";

export interface RowCursorOptions<T> {
  /** Of one list, or of all lists of a page in their order. */
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** Whether a key is a row's where it may be known by several. */
  readonly isAt?: (row: T, key: string) => boolean;
  /** The id of a row's element. */
  readonly idOf: (row: T) => string;
  /** Brings a row into sight where only those that are in it have elements; null as long as it can't. */
  readonly show?: ((index: number) => void) | null;
  /** A dialog of the page's own lies over it: keys are not the list's. */
  readonly isCovered?: boolean;
  readonly onOpen: (row: T) => void;
  /** The other keys of a list, and the row that the cursor is at. */
  readonly onAction?: (action: RowAction, row: T | undefined) => void;
}

export type RowAction = Exclude<TableAction, "down" | "up" | "open">;

export interface RowCursor<T, E extends HTMLElement> {
  /** For the grid, or for the element around several. */
  readonly gridRef: RefObject<E | null>;
  /** The row that the keyboard is at, by its place; −1 for none. */
  readonly cursor: number;
  readonly moveTo: (row: T) => void;
}

/**
 * A place among rows that keys move and open, which the URL holds; it stays with its row where the order
 * changes.
 */
export function useRowCursor<T, E extends HTMLElement = HTMLTableElement>(
  options: RowCursorOptions<T>,
): RowCursor<T, E> {
  const { rows, keyOf, isAt, idOf, show, isCovered = false, onOpen, onAction } = options;
  const { request, evidence } = useSearch({ from: "__root__" });
  const gridRef = useRef<E>(null);
  const [cursorKey, setCursorKey] = useRowKey();
  const cursor = rows.findIndex((row) =>
    isAt === undefined || cursorKey === undefined ? keyOf(row) === cursorKey : isAt(row, cursorKey),
  );
  const moveTo = (row: T) => setCursorKey(keyOf(row));
  const at = rows[cursor];
  const bringIntoSight = (row: T, index: number) => {
    if (show === undefined) elementOf(idOf(row))?.scrollIntoView({ block: "nearest" });
    else show?.(index);
  };
  useFirstSight(at !== undefined && show !== null, () => {
    if (at !== undefined) bringIntoSight(at, cursor);
  });
  const act = (action: TableAction) => {
    if (action === "open") {
      if (at !== undefined) onOpen(at);
      return;
    }
    if (action !== "down" && action !== "up") {
      onAction?.(action, at);
      return;
    }
    const next = cursor === -1 ? 0 : cursor + (action === "down" ? 1 : -1);
    const place = Math.max(0, Math.min(rows.length - 1, next));
    const to = rows[place];
    if (to === undefined) return;
    moveTo(to);
    const grid = elementOf(idOf(to))?.closest<HTMLElement>("[role=grid]") ?? gridRef.current;
    grid?.focus({ preventScroll: true });
    bringIntoSight(to, place);
  };
  const isOver = isCovered || request !== undefined || evidence !== undefined;
  useTableKeys(gridRef, isOver, act);
  return { gridRef, cursor, moveTo };
}

function elementOf(id: string): HTMLElement | null {
  return document.getElementById(id);
}
