import { useCallback, useEffect, useRef, useState } from "react";

/** Keys that are held down write the address once, when they rest. */
const settleMs = 180;

type Key = string | undefined;

/**
 * A place that keys move and the address holds: moved at once on the page, told to the address when it
 * rests. What the address tells is newer than a move that began before it.
 */
export function useSettledKey(
  told: Key,
  tell: (key: Key) => void,
): readonly [key: Key, move: (key: Key) => void] {
  const [draft, setDraft] = useState<{ readonly of: Key; readonly key: Key } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const move = useCallback(
    (key: Key) => {
      setDraft({ of: told, key });
      clearTimeout(timer.current);
      if (key !== told) timer.current = setTimeout(() => tell(key), settleMs);
    },
    [told, tell],
  );
  return [draft !== null && draft.of === told ? draft.key : told, move];
}
