import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { RequestRow } from "@signalbox/api-contract";
import { problemOf } from "../api/index.ts";
import { Button, Dialog } from "../ui/index.ts";
import { cancelAll } from "./cancel-all.ts";
import { cancelReach } from "./cancel-reach.ts";

export interface CancelDialogProps {
  readonly rows: readonly RequestRow[];
  readonly onClose: () => void;
}

/** Asks once, shows how far it reaches, takes a reason; then tells what came of it. */
export function CancelDialog({ rows, onClose }: CancelDialogProps) {
  // What was asked about must not change under the question.
  const [asked] = useState(rows);
  const [reason, setReason] = useState("");
  const open = asked.filter((row) => row.state !== "ended");
  const cancel = useMutation({
    mutationFn: () =>
      cancelAll(
        open.map((row) => row.id),
        reason.trim(),
      ),
    onSuccess: (result) => {
      if (result.problems.length === 0) onClose();
    },
  });
  const title = open.length === 1 ? "Cancel this request?" : `Cancel ${open.length} requests?`;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()} title={title}>
      <form
        className="flex flex-col gap-3 px-4 pt-2 pb-4"
        onSubmit={(event) => {
          event.preventDefault();
          cancel.mutate();
        }}
      >
        <ul className="text-muted">
          {cancelReach(asked).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <label className="flex flex-col gap-1 text-muted">
          Reason, kept in the audit log
          <input
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
            className="h-8 rounded-md border border-line bg-bg px-2.5 text-text"
          />
        </label>
        {cancel.error !== null && <p className="text-bad">{problemOf(cancel.error)}</p>}
        {cancel.data?.problems.map((problem) => (
          <p key={problem} className="text-bad">
            {problem}
          </p>
        ))}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Keep {open.length === 1 ? "it" : "them"} running</Button>
          <Button look="danger" type="submit" disabled={cancel.isPending || open.length === 0}>
            {cancel.isPending ? "Cancelling…" : title.replace("?", "")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
