import { answeredCode, problemOf, trpc } from "../api/index.ts";
import type { OpenRun } from "./run-watch.ts";

/** A run of which nothing is known any more is told by what is kept of its request. */
const forgotten = "NOT_FOUND";

/** Watches a run by its id: the client comes back by itself where the connection breaks. */
export const openRun: OpenRun = (requestId, on) =>
  trpc.agent.stream.subscribe(
    { requestId },
    {
      onData: ({ data }) => on.event(data),
      onError: (error) => {
        if (answeredCode(error) !== forgotten) on.problem(problemOf(error));
      },
    },
  );
