import { useEffect, useRef } from "react";

/** Brings the row that came with the address into sight: once, when it is found, and not with each that comes. */
export function useFirstSight(isFound: boolean, show: () => void): void {
  const isShown = useRef(false);
  useEffect(() => {
    if (!isFound || isShown.current) return;
    isShown.current = true;
    show();
    // oxlint-disable-next-line react/exhaustive-deps -- When it is found alone.
  }, [isFound]);
}
