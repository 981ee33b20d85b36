import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { queryClient, trpc } from "../api/index.ts";
import { openRun } from "./open-run.ts";
import { RunWatches } from "./run-watches.ts";

/** As many turns of a conversation as are shown. */
const maxTurns = 20;

export interface TurnsOf {
  readonly sessionId: string | undefined;
  /** What was sent last, as the address tells it. */
  readonly run: string | undefined;
  /** Whose session: the same name under another token is another one. */
  readonly clientId: string;
}

/** The requests of a conversation, oldest first, and the watches of those that this page follows. */
export function useTurns({ sessionId, run, clientId }: TurnsOf) {
  const [watches] = useState(() => new RunWatches(openRun));
  const { data } = useQuery({
    queryKey: ["try", "turns", sessionId],
    enabled: sessionId !== undefined,
    queryFn: ({ signal }) => trpc.requests.list.query({ sessionId, limit: maxTurns }, { signal }),
  });
  const listed = (data?.requests ?? []).filter((row) => row.clientId === clientId).toReversed();
  const open = listed.filter(({ state }) => state !== "ended").map(({ id }) => id);
  const wanted = [...open, ...(run === undefined ? [] : [run])].join(" ");
  useEffect(() => {
    for (const id of wanted.split(" ")) if (id !== "") watches.follow(id);
  }, [watches, wanted]);
  useSyncExternalStore(watches.subscribe, watches.count);
  useEffect(() => () => watches.stop(), [watches]);
  const last = run === undefined ? [] : [run];
  const ids = new Set([...listed.map(({ id }) => id), ...watches.ids, ...last]);
  return { ids: [...ids].slice(-maxTurns), watches };
}

export async function refreshTurns(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ["try", "turns"] });
}
