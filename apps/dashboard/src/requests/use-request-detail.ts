import { useQuery } from "@tanstack/react-query";
import { trpc } from "../api/index.ts";
import { useLive } from "../live/index.ts";

const pollMs = 500;
const pollAfterErrorMs = 3_000;

/** Everything known of a request, asked for twice a second until it has ended, with its live row on top. */
export function useRequestDetail(requestId: string) {
  const isPaused = useLive((state) => state.connection.status === "paused");
  const live = useLive(
    (state) =>
      state.requests.get(requestId) ?? state.recent.find((row) => row.id === requestId) ?? null,
  );
  const query = useQuery({
    queryKey: ["requests.get", requestId],
    queryFn: () => trpc.requests.get.query({ requestId }),
    refetchInterval: ({ state }) => {
      if (isPaused || state.data?.request.state === "ended") return false;
      return state.status === "error" ? pollAfterErrorMs : pollMs;
    },
  });
  const asked = query.data?.request ?? null;
  const row = asked?.state === "ended" ? asked : (live ?? asked);
  return { row, detail: query.data ?? null, error: query.error };
}
