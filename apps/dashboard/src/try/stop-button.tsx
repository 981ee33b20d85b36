import { useMutation } from "@tanstack/react-query";
import { ActionButton } from "../actions/index.ts";
import { problemOf, trpc } from "../api/index.ts";

export interface StopButtonProps {
  readonly requestId: string;
  readonly whyNot: string | null;
}

/** Cancels what was asked here: it reaches no further than one's own question, so nothing is asked first. */
export function StopButton({ requestId, whyNot }: StopButtonProps) {
  const stop = useMutation({
    mutationFn: () => trpc.agent.cancel.mutate({ requestId, reason: "stopped under Try" }),
  });
  return (
    <>
      {stop.error === null ? null : <span className="text-bad">{problemOf(stop.error)}</span>}
      <ActionButton look="danger" whyNot={whyNot} onClick={() => stop.mutate()}>
        {stop.isPending ? "Stopping…" : "Stop"}
      </ActionButton>
    </>
  );
}
