import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState, type RefCallback } from "react";
import { useOverscan } from "./use-overscan.ts";

export interface DrawnRowsOptions<T> {
  readonly rows: readonly T[];
  /** Of each row, in pixels. */
  readonly rowHeight: number;
  /** The last row is in sight, or near; null while nothing can be done about it, which is done then when it can. */
  readonly onEnd?: (() => void) | null;
}

export interface DrawnRows<T> {
  /** For the element that scrolls. */
  readonly scroller: RefCallback<HTMLDivElement>;
  readonly rows: readonly { readonly row: T; readonly index: number }[];
  /** The room that rows out of sight take, in pixels. */
  readonly above: number;
  readonly below: number;
  /** Brings a row into sight, whether it is drawn now or not; null as long as there is nothing that scrolls. */
  readonly show: ((index: number) => void) | null;
}

/** Of the table's head, in pixels, at the most. */
const headHeight = 32;

/** The rows in sight, and a few beside them: those of a long list cost nothing while they are not seen. */
export function useDrawnRows<T>({
  rows,
  rowHeight,
  onEnd = null,
}: DrawnRowsOptions<T>): DrawnRows<T> {
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const { overscan, follow } = useOverscan();
  /** The end was come to when nothing could be done about it. */
  const isWaiting = useRef(false);
  // oxlint-disable-next-line react/incompatible-library -- Nothing here is memoised by a compiler.
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => element,
    estimateSize: () => rowHeight,
    overscan,
    onChange: ({ range, isScrolling }) => {
      follow({ isScrolling });
      const isOver = isAtEnd(range, rows.length);
      isWaiting.current = isOver && onEnd === null;
      if (isOver) onEnd?.();
    },
    // The head stays on top, and the rows begin below it.
    scrollPaddingEnd: headHeight,
  });
  // It keeps what it once took for a row's height.
  useLayoutEffect(() => virtual.measure(), [virtual, rowHeight]);
  const count = rows.length;
  useEffect(() => {
    if (!isWaiting.current || onEnd === null) return;
    isWaiting.current = false;
    // What has come meanwhile may have put the end out of sight.
    if (isAtEnd(virtual.range, count)) onEnd();
  }, [onEnd, virtual, count]);
  const items = virtual.getVirtualItems();
  return {
    scroller: setElement,
    rows: items.flatMap(({ index }) => {
      const row = rows[index];
      return row === undefined ? [] : [{ row, index }];
    }),
    above: items[0]?.start ?? 0,
    below: virtual.getTotalSize() - (items.at(-1)?.end ?? 0),
    show: element === null ? null : (index) => virtual.scrollToIndex(index),
  };
}

function isAtEnd(range: { readonly endIndex: number } | null, count: number): boolean {
  return range !== null && count > 0 && range.endIndex >= count - 1;
}
