import { useRouter } from "@tanstack/react-router";
import { useCallback, useSyncExternalStore } from "react";
import { onViewsChange, readViews, type SavedView } from "./saved-views.ts";

/** The views that this browser keeps. */
export function useSavedViews(): readonly SavedView[] {
  return useSyncExternalStore(onViewsChange, readViews);
}

/** Shows a saved view as it was saved: what the address says now is no part of it. */
export function useOpenView(): (view: SavedView) => void {
  const { history } = useRouter();
  return useCallback(({ path }) => history.push(path), [history]);
}
