import { useQueries } from "@tanstack/react-query";
import type { RequestRow } from "@signalbox/api-contract";
import { trpc } from "../api/index.ts";

const askAgainMs = 5_000;

/** The rows that are pinned, those that no filter of the list would find included. */
export function usePinnedRows(
  ids: readonly string[],
  known: ReadonlyMap<string, RequestRow>,
): RequestRow[] {
  const missing = ids.filter((id) => !known.has(id));
  const asked = useQueries({
    queries: missing.map((requestId) => ({
      queryKey: ["requests.get", requestId],
      queryFn: () => trpc.requests.get.query({ requestId }),
      refetchInterval: askAgainMs,
      retry: false,
    })),
    combine: (results) =>
      new Map(
        results.flatMap(({ data }) =>
          data === undefined ? [] : [[data.request.id, data.request] as const],
        ),
      ),
  });
  return ids.flatMap((id) => known.get(id) ?? asked.get(id) ?? []);
}
