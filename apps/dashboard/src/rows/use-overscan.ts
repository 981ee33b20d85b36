import { useState } from "react";

/** Rows beyond those in sight, at each end. */
const overscan = { still: 2, scrolled: 12 } as const;

export interface Overscan {
  readonly overscan: number;
  /** For what the virtualizer tells with each of its changes. */
  readonly follow: (told: { readonly isScrolling: boolean }) => void;
}

/** How many rows to draw that are not in sight: while nobody scrolls, hardly any, for each costs with every update. */
export function useOverscan(): Overscan {
  const [isScrolling, setIsScrolling] = useState(false);
  return {
    overscan: isScrolling ? overscan.scrolled : overscan.still,
    follow: (told) => setIsScrolling(told.isScrolling),
  };
}
