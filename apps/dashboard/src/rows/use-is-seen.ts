import { useCallback, useState } from "react";
import { watchVisibility } from "../charts/visibility.ts";

/** Whether an element is on screen, or near: what is not can keep the figures that it had. */
export function useIsSeen(): readonly [
  ref: (element: HTMLElement | null) => (() => void) | undefined,
  isSeen: boolean,
] {
  const [isSeen, setIsSeen] = useState(false);
  const ref = useCallback((element: HTMLElement | null) => {
    return element === null ? undefined : watchVisibility(element, setIsSeen);
  }, []);
  return [ref, isSeen] as const;
}
