import { useState } from "react";
import type { ModelRow } from "@signalbox/api-contract";
import { ActionDialog, defaultHoldMs, HoldChoice } from "../actions/index.ts";
import { trpc } from "../api/index.ts";
import { visibleText } from "../requests/visible-text.ts";

/** What `model` says where all of a provider's models are meant. */
const allModels = "*";

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
  return (
    <ActionDialog
      title={`${isPause ? "Pause" : "Resume"} ${name}?`}
      reach={
        isPause
          ? pauseReach(row, allCalls)
          : ["It is called again at once, whatever its breaker says."]
      }
      confirm={isPause ? "Pause it" : "Resume it"}
      pending={isPause ? "Pausing…" : "Resuming…"}
      isDangerous={isPause}
      onConfirm={async (reason) => {
        const told = {
          provider,
          ...(isAll ? {} : { model }),
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

function pauseReach({ calls, inFlight }: ModelRow, allCalls: number): string[] {
  const share = allCalls === 0 ? 0 : Math.round((calls / allCalls) * 100);
  return [
    calls === 0
      ? "It was not called in this window."
      : `It took ${share} % of the model calls of this window: ${calls} of ${allCalls}.`,
    "Calls that have a fallback go there. The others wait a little, and then fail.",
    ...(inFlight === 0 ? [] : [`${inFlight} under way now are not cut off.`]),
  ];
}
