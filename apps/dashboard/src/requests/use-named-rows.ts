import { useQueries } from "@tanstack/react-query";
import type { RequestRow } from "@signalbox/api-contract";
import { trpc } from "../api/index.ts";

const askAgainMs = 5_000;
/** More than any address names. */
const mostAsked = 100;
/** One that did not come may not be there at all. */
const askAgainForLostMs = 30_000;

/** The rows of these ids, those that no filter of the list would find included; an id of none is left out. */
export function useNamedRows(
  ids: readonly string[],
  known: ReadonlyMap<string, RequestRow>,
): RequestRow[] {
  const missing = ids.filter((id) => !known.has(id)).slice(0, mostAsked);
  const asked = useQueries({
    queries: missing.map((requestId) => ({
      queryKey: ["requests.get", requestId],
      queryFn: () => trpc.requests.get.query({ requestId }),
      refetchInterval: ({ state: { data } }: AskedQuery) => {
        if (data === undefined) return askAgainForLostMs;
        return data.request.state === "ended" ? false : askAgainMs;
      },
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

/** What of a query says when it is asked again. */
interface AskedQuery {
  readonly state: { readonly data: { readonly request: RequestRow } | undefined };
}
