import { useSearch } from "@tanstack/react-router";
import { useEffect, useLayoutEffect, useSyncExternalStore } from "react";
import { pastStore, useLive } from "../live/index.ts";

/**
 * The moment stands in the address; the store of what is shown follows. False until it has been told, so
 * that no page asks for now before it shows then.
 */
export function usePastFromUrl(): boolean {
  const { at } = useSearch({ from: "__root__" });
  const bootId = useLive((state) => state.bootId);
  useLayoutEffect(() => pastStore.goTo(at ?? null), [at]);
  useEffect(() => pastStore.forget, []);
  useEffect(() => {
    // A gateway that came back may know what it could not tell before.
    if (bootId !== "") pastStore.retry();
  }, [bootId]);
  return useSyncExternalStore(pastStore.subscribe, pastStore.isTold);
}
