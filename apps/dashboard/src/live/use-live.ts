import { useRef, useSyncExternalStore } from "react";
import type { LiveState } from "./live-state.ts";

/** What pages need of a store. */
export interface StateSource {
  readonly getState: () => LiveState;
  readonly subscribe: (listener: () => void) => () => void;
}

export type UseLive = <T>(
  selector: (state: LiveState) => T,
  isEqual?: (a: T, b: T) => boolean,
) => T;

/** A hook over one store: renders again only when what the selector picks has changed. */
export function createUseLive(store: StateSource): UseLive {
  return function useLive<T>(
    selector: (state: LiveState) => T,
    isEqual: (a: T, b: T) => boolean = Object.is,
  ): T {
    const kept = useRef<{ readonly value: T } | null>(null);
    return useSyncExternalStore(store.subscribe, () => {
      const value = selector(store.getState());
      if (kept.current !== null && isEqual(kept.current.value, value)) return kept.current.value;
      kept.current = { value };
      return value;
    });
  };
}

/** Compares lists and plain objects by their members. */
export function shallowEqual<T extends object>(a: T, b: T): boolean {
  if (a === b) return true;
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  return (
    left.length === right.size && left.every(([key, value]) => Object.is(right.get(key), value))
  );
}
