import { useState } from "react";
import type { RequestRow } from "@signalbox/api-contract";
import { ActionDialog } from "../actions/index.ts";
import { cancelAll } from "./cancel-all.ts";
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
  const what = open.length === 1 ? "this request" : `${open.length} requests`;
  return (
    <ActionDialog
      title={`Cancel ${what}?`}
      reach={cancelReach(asked)}
      confirm={`Cancel ${what}`}
      pending="Cancelling…"
      keep={`Keep ${open.length === 1 ? "it" : "them"} running`}
      isDangerous
      isPossible={open.length > 0}
      onConfirm={async (reason) => (await cancelAll(open, reason ?? "")).problems}
      onClose={onClose}
    />
  );
}
