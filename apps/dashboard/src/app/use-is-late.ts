import { useEffect, useState } from "react";

/** What comes sooner than this needs no sign that it is on its way. */
const lateAfterMs = 250;

/** Whether something has been on its way for so long that a person would wonder. */
export function useIsLate(isComing: boolean): boolean {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    if (!isComing) return undefined;
    const timer = setTimeout(() => setIsLate(true), lateAfterMs);
    return () => {
      clearTimeout(timer);
      setIsLate(false);
    };
  }, [isComing]);
  return isComing && isLate;
}
