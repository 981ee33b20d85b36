import { useState } from "react";
import { allModels, type ModelPauseReach, type ModelRow } from "@signalbox/api-contract";
import { useQuery } from "@tanstack/react-query";
import { ActionDialog, defaultHoldMs, HoldChoice } from "../actions/index.ts";
import { trpc } from "../api/index.ts";
import { failingText } from "./failing-text.ts";
import { visibleText } from "../ui/visible-text.ts";

export interface ModelActionDialogProps {
  readonly action: "pause" | "resume";
  readonly row: ModelRow;
  /** Of all rows together, in the same window. */
  readonly allCalls: number;
  readonly onClose: () => void;
}

/** Asks before a model is not called any more, or is called again. */
export function ModelActionDialog({ action, row, allCalls, onClose }: ModelActionDialogProps) {
  const [forMs, setForMs] = useState(defaultHoldMs);
  const { provider, model } = row;
  const isAll = model === allModels;
  const name = isAll
    ? `all models of ${visibleText(provider)}`
    : `${visibleText(provider)} · ${visibleText(model)}`;
  const isPause = action === "pause";
  const scope = { provider, ...(isAll ? {} : { model }) };
  const reach = useQuery({
    queryKey: ["models.pauseReach", scope],
    queryFn: ({ signal }) => trpc.models.pauseReach.query(scope, { signal }),
    enabled: isPause,
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <ActionDialog
      title={`${isPause ? "Pause" : "Resume"} ${name}?`}
      reach={
        isPause
          ? pauseLines(row, allCalls, reach.data)
          : ["It is called again at once, whatever its breaker says."]
      }
      confirm={isPause ? "Pause it" : "Resume it"}
      pending={isPause ? "Pausing…" : "Resuming…"}
      isDangerous={isPause}
      onConfirm={async (reason) => {
        const told = {
          ...scope,
          ...(reason === undefined ? {} : { reason }),
        };
        const { durable } = isPause
          ? await trpc.models.pause.mutate({ ...told, forMs })
          : await trpc.models.resume.mutate(told);
        return durable ? [] : ["It is done, but the disk refused it: a restart will forget it."];
      }}
      onClose={onClose}
    >
      {isPause ? <HoldChoice value={forMs} onChange={setForMs} /> : null}
    </ActionDialog>
  );
}

function pauseLines(
  { calls, inFlight }: ModelRow,
  allCalls: number,
  reach: ModelPauseReach | undefined,
): string[] {
  const share = allCalls === 0 ? 0 : Math.round((calls / allCalls) * 100);
  return [
    reach === undefined ? "How many requests will fail is being counted…" : failingText(reach),
    calls === 0
      ? "It was not called in this window."
      : `It took ${share} % of the model calls of this window: ${calls} of ${allCalls}.`,
    "Calls that have a fallback go there. The others wait a little, and then fail.",
    ...(inFlight === 0 ? [] : [`${inFlight} under way now are not cut off.`]),
  ];
}
