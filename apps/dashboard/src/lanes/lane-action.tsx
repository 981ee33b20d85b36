import { useState } from "react";
import type { LaneRow } from "@signalbox/api-contract";
import { ActionDialog, defaultHoldMs, HoldChoice } from "../actions/index.ts";
import { trpc } from "../api/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { refreshLaneRows } from "./use-lane-rows.ts";

export type LaneAction = "pause" | "drain" | "clear" | "resume";

/** One lane, or all of them where it is null. */
export type LaneChoice = Pick<LaneRow, "lane" | "label" | "depth" | "running"> | null;

const words = {
  pause: { verb: "Pause", pending: "Pausing…", isDangerous: false },
  drain: { verb: "Drain", pending: "Draining…", isDangerous: false },
  clear: { verb: "Clear", pending: "Clearing…", isDangerous: true },
  resume: { verb: "Resume", pending: "Resuming…", isDangerous: false },
} as const;

export interface LaneActionDialogProps {
  readonly action: LaneAction;
  readonly choice: LaneChoice;
  readonly onClose: () => void;
}

/** Asks before a lane, or all, are paused, drained, cleared or resumed. */
export function LaneActionDialog({ action, choice, onClose }: LaneActionDialogProps) {
  const [forMs, setForMs] = useState(defaultHoldMs);
  const [includeRunning, setIncludeRunning] = useState(false);
  const { verb, pending, isDangerous } = words[action];
  const what = choice === null ? "all lanes" : `the lane ${visibleText(choice.label)}`;
  const act = async (reason: string | undefined): Promise<string[]> => {
    const target = choice === null ? { all: true as const } : { lane: choice.lane };
    const told = { ...target, ...(reason === undefined ? {} : { reason }) };
    const isDurable = await change(action, told, forMs, includeRunning);
    await refreshLaneRows();
    return isDurable ? [] : ["It is done, but the disk refused it: a restart will forget it."];
  };
  return (
    <ActionDialog
      title={`${verb} ${what}?`}
      reach={[reachOf(action, choice)]}
      confirm={`${verb} ${choice === null ? "all lanes" : "it"}`}
      pending={pending}
      isDangerous={isDangerous}
      onConfirm={act}
      onClose={onClose}
    >
      {action === "pause" || action === "drain" ? (
        <HoldChoice value={forMs} onChange={setForMs} />
      ) : null}
      {action === "clear" ? (
        <label className="flex items-center gap-1.5">
          <input
            type="checkbox"
            checked={includeRunning}
            onChange={(event) => setIncludeRunning(event.target.checked)}
            className="accent-bad"
          />
          Cancel what runs too
        </label>
      ) : null}
    </ActionDialog>
  );
}

type Told = ({ all: true } | { lane: string }) & { reason?: string };

/** Whether it will outlast a restart. */
async function change(
  action: LaneAction,
  told: Told,
  forMs: number | null,
  includeRunning: boolean,
): Promise<boolean> {
  if (action === "clear") {
    await trpc.lanes.clear.mutate({ ...told, includeRunning });
    return true;
  }
  if (action === "resume") return (await trpc.lanes.resume.mutate(told)).durable;
  return (await trpc.lanes[action].mutate({ ...told, forMs })).durable;
}

function reachOf(action: LaneAction, choice: LaneChoice): string {
  if (action === "resume") return "What waits goes on in its order.";
  if (action === "clear") {
    return choice === null
      ? "Every waiting request of every lane is cancelled, and its client told so."
      : `${choice.depth} waiting requests are cancelled, and their clients told so.`;
  }
  return action === "pause"
    ? "What runs goes on; nothing else starts. New requests wait."
    : "What is there is finished; new requests are turned away and told to come back.";
}
