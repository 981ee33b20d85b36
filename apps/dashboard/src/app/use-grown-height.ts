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
    let turn = 0;
    const grow = () => {
      const now = element.getBoundingClientRect();
      if (now.width !== width) {
        width = now.width;
        most = 0;
        element.style.minHeight = "";
      }
      const { height } = element.getBoundingClientRect();
      if (height <= most) return;
      most = height;
      element.style.minHeight = `${height}px`;
    };
    // With the next frame: a size that is changed while sizes are told is an error to the browser.
    const watch = new ResizeObserver(() => {
      cancelAnimationFrame(turn);
      turn = requestAnimationFrame(grow);
    });
    watch.observe(element);
    return () => {
      watch.disconnect();
      cancelAnimationFrame(turn);
      element.style.minHeight = "";
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- Another `of` begins anew.
  }, [of]);
  return place;
}
