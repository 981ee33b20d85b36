import { useEffect, useLayoutEffect, useRef } from "react";
import { isTyping, tableAction } from "./table-keys.ts";
import type { TableAction } from "./table-keys.ts";

/**
 * Hands the list's keys to it, unless a person types or something lies over the page. `grid` is the list, or
 * what is around several.
 */
export function useTableKeys(
  grid: React.RefObject<HTMLElement | null>,
  isCovered: boolean,
  onAction: (action: TableAction) => void,
): void {
  const latest = useRef({ isCovered, onAction });
  useLayoutEffect(() => {
    latest.current = { isCovered, onAction };
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || latest.current.isCovered || isTyping(event.target)) return;
      const isInGrid = isGridOf(event.target, grid.current);
      const action = tableAction(event, isInGrid);
      if (action === null) return;
      event.preventDefault();
      latest.current.onAction(action);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [grid]);
}

/** What has the focus is a list itself, and not a link or a button in it, which have keys of their own. */
function isGridOf(target: EventTarget | null, around: HTMLElement | null): boolean {
  if (!(target instanceof HTMLElement) || around === null) return false;
  return target.getAttribute("role") === "grid" && around.contains(target);
}
