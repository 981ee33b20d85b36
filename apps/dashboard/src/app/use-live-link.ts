import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { whoamiKey } from "../api/index.ts";
import { liveReading, useLive } from "../live/index.ts";

/** Reads the live stream while the page is shown, and asks everything anew of a gateway that restarted. */
export function useLiveLink(): void {
  const queryClient = useQueryClient();
  const bootId = useLive((state) => state.bootId);
  const knownBootId = useRef("");
  const isDenied = useLive(({ connection }) => connection.status === "denied");
  useEffect(() => {
    liveReading.start();
    return liveReading.stop;
  }, []);
  useEffect(() => {
    if (bootId === "") return;
    const isFirst = knownBootId.current === "";
    knownBootId.current = bootId;
    // What was asked since the page opened stands, but for what the gateway could not answer yet.
    void queryClient.invalidateQueries({
      predicate: ({ state }) => !isFirst || state.status === "error",
    });
  }, [bootId, queryClient]);
  useEffect(() => {
    if (isDenied) void queryClient.invalidateQueries({ queryKey: whoamiKey });
  }, [isDenied, queryClient]);
}
