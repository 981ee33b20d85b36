import { useCallback, useInsertionEffect, useRef } from "react";

/**
 * One function for as long as the component lives, which does what the newest one given does: nothing that has it is
 * drawn anew for it.
 */
export function useSteady<A extends unknown[]>(newest: (...args: A) => void): (...args: A) => void {
  const kept = useRef(newest);
  useInsertionEffect(() => {
    kept.current = newest;
  });
  return useCallback((...args: A) => kept.current(...args), []);
}
