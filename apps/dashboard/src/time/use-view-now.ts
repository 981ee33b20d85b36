import { useNow } from "../app/use-now.ts";
import { useShown } from "../live/index.ts";

/** The time that ages on a page are counted to: this machine's clock, or the past moment that is shown. */
export function useViewNow(everyMs: number): number {
  const now = useNow(everyMs);
  return useShown(({ past }) => past?.at) ?? now;
}
