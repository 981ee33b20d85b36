import { useLayoutEffect, useRef, type RefObject } from "react";

/**
 * An element that once grew by a line stays as high until `of` is another or its width changes: a sentence whose
 * figures change would else move all that is below it up and down.
 */
export function useGrownHeight<E extends HTMLElement>(of: string): RefObject<E | null> {
  const place = useRef<E>(null);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let width = 0;
    let most = 0;
    const grow = new ResizeObserver(() => {
      if (element.offsetWidth !== width) {
        width = element.offsetWidth;
        most = 0;
        element.style.minHeight = "";
      }
      if (element.offsetHeight <= most) return;
      most = element.offsetHeight;
      element.style.minHeight = `${most}px`;
    });
    grow.observe(element);
    return () => {
      grow.disconnect();
      element.style.minHeight = "";
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- Another `of` begins anew.
  }, [of]);
  return place;
}
