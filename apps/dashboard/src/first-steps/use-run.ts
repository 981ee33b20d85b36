import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { trpc } from "../api/index.ts";

export interface Run {
  readonly requestId: string;
  readonly text: string;
  readonly state: "running" | "done" | "failed";
  /** Why it failed. */
  readonly problem: string;
}

/** Starts one request with the practice provider and follows its answer. */
export function useRun(model: string) {
  const [run, setRun] = useState<Run | null>(null);
  const start = useMutation({
    mutationFn: (message: string) => trpc.agent.start.mutate({ message, model }),
    onSuccess: ({ requestId }) => {
      setRun({ requestId, text: "", state: "running", problem: "" });
    },
  });
  const requestId = run?.requestId;
  useEffect(() => {
    if (requestId === undefined) return undefined;
    const change = (by: (now: Run) => Partial<Run>) =>
      setRun((now) => (now === null ? null : { ...now, ...by(now) }));
    const watch = trpc.agent.stream.subscribe(
      { requestId },
      {
        onData: ({ data }) => {
          if (data.type === "text") change(({ text }) => ({ text: text + data.text }));
          else if (data.type === "gap") change(() => ({ text: data.text }));
          else if (data.type === "done") {
            change(() => ({ text: data.result.text, state: "done" }));
            watch.unsubscribe();
          } else if (data.type === "failed") {
            change(() => ({ text: data.text, state: "failed", problem: data.message }));
            watch.unsubscribe();
          }
        },
        onError: ({ message }) => change(() => ({ state: "failed", problem: message })),
      },
    );
    return () => watch.unsubscribe();
  }, [requestId]);
  return { run, start };
}
