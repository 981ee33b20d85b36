import { useState } from "react";
import type { RequestRow } from "@signalbox/api-contract";
import { ActionDialog } from "../actions/index.ts";
import { cancelAll, cancelOutcome } from "./cancel-all.ts";
import { cancelReach } from "./cancel-reach.ts";

export interface CancelDialogProps {
  readonly rows: readonly RequestRow[];
  readonly onClose: () => void;
}

/** Asks before requests are cancelled. */
export function CancelDialog({ rows, onClose }: CancelDialogProps) {
  // What was asked about must not change under the question.
  const [asked] = useState(rows);
  const open = asked.filter((row) => row.state !== "ended").map((row) => row.id);
  if (open.length === 0) {
    return (
      <ActionDialog
        title="Nothing to cancel"
        reach={cancelReach(asked)}
        keep="Close"
        onConfirm={null}
        onClose={onClose}
      />
    );
  }
  const what = open.length === 1 ? "this request" : `${open.length} requests`;
  return (
    <ActionDialog
      title={`Cancel ${what}?`}
      reach={cancelReach(asked)}
      confirm={`Cancel ${what}`}
      pending="Cancelling…"
      keep={`Keep ${open.length === 1 ? "it" : "them"} running`}
      isDangerous
      onConfirm={async (reason) => cancelOutcome(await cancelAll(open, reason ?? ""))}
      onClose={onClose}
    />
  );
}
