import { useCallback, useState } from "react";

/** As many whole rows as an element has room for, kept up to date; none until it is in the page. */
export function useFitting(
  rowHeight: number,
): readonly [ref: (element: HTMLElement | null) => (() => void) | undefined, rows: number] {
  const [rows, setRows] = useState(0);
  const ref = useCallback(
    (element: HTMLElement | null) => {
      if (element === null) return undefined;
      const observer = new ResizeObserver(() => {
        setRows(Math.floor(element.clientHeight / rowHeight));
      });
      observer.observe(element);
      return () => observer.disconnect();
    },
    [rowHeight],
  );
  return [ref, rows] as const;
}
