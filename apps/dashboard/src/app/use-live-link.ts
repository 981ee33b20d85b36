import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { whoamiKey } from "../api/index.ts";
import { liveStore, startLive, useLive } from "../live/index.ts";

/** Reads the live stream while the page is shown, and asks everything anew of a gateway that restarted. */
export function useLiveLink(): void {
  const queryClient = useQueryClient();
  const bootId = useLive((state) => state.bootId);
  const isDenied = useLive(({ connection }) => connection.status === "denied");
  useEffect(() => startLive(liveStore), []);
  useEffect(() => {
    if (bootId !== "") void queryClient.invalidateQueries();
  }, [bootId, queryClient]);
  useEffect(() => {
    if (isDenied) void queryClient.invalidateQueries({ queryKey: whoamiKey });
  }, [isDenied, queryClient]);
}
