import { useEffect, useState } from "react";

/** So many pages are loaded for it at most: what is further back has to be opened by itself. */
const mostPages = 20;

export interface ReachRowOptions {
  /** What the address says that the list's cursor is at. */
  readonly rowKey: string | undefined;
  readonly isFound: boolean;
  readonly isLoading: boolean;
  /** Null where there is nothing older, or it is on its way. */
  readonly loadOlder: (() => void) | null;
}

/**
 * Loads page after page until the row that came with the address is there. True where it is not to be had so:
 * it is further back, or not in the list any more.
 */
export function useReachRow({ rowKey, isFound, isLoading, loadOlder }: ReachRowOptions): boolean {
  const [cameWith] = useState(rowKey);
  const [isOver, setIsOver] = useState(false);
  const [pages, setPages] = useState(0);
  if (isFound && !isOver) setIsOver(true);
  const isSought = cameWith !== undefined && rowKey === cameWith && !isFound && !isOver;
  const isMore = isSought && pages < mostPages && loadOlder !== null;
  useEffect(() => {
    if (!isMore) return;
    setPages((count) => count + 1);
    loadOlder();
    // oxlint-disable-next-line react/exhaustive-deps -- Once for each page, and not with each row that comes.
  }, [isMore]);
  return isSought && !isMore && !isLoading;
}
