import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { problemOf } from "../api/index.ts";
import { Button, Dialog } from "../ui/index.ts";

export interface ActionDialogProps {
  /** The question: `Pause this lane?` */
  readonly title: string;
  /** How far it reaches, in sentences. */
  readonly reach: readonly ReactNode[];
  /** What the button says, and while it is being done. */
  readonly confirm?: string;
  readonly pending?: string;
  /** What leaving it says. */
  readonly keep?: string;
  readonly isDangerous?: boolean;
  /**
   * Does it. Answers with sentences on what came of it where that is not what was asked for; none closes the
   * dialog. Null where there is nothing to be done.
   */
  readonly onConfirm: ((reason: string | undefined) => Promise<readonly string[]>) | null;
  readonly onClose: () => void;
  /** More to choose. */
  readonly children?: ReactNode;
}

const maxReasonLength = 200;

/** Asks once before something is changed: shows how far it reaches, takes a reason, tells what came of it. */
export function ActionDialog(props: ActionDialogProps) {
  const { title, reach, confirm, pending, isDangerous = false } = props;
  const { onConfirm, onClose } = props;
  const [reason, setReason] = useState("");
  const action = useMutation({
    mutationFn: async () =>
      (await onConfirm?.(reason.trim() === "" ? undefined : reason.trim())) ?? [],
    onSuccess: (sentences) => {
      if (sentences.length === 0) onClose();
    },
  });
  const isToBeDone = onConfirm !== null && action.data === undefined;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()} title={title}>
      <form
        className="flex flex-col gap-3 overflow-auto px-4 pt-2 pb-4"
        onSubmit={(event) => {
          event.preventDefault();
          action.mutate();
        }}
      >
        <ul className="text-muted">
          {reach.map((sentence, i) => (
            // oxlint-disable-next-line react/no-array-index-key -- The sentences don't change places.
            <li key={i}>{sentence}</li>
          ))}
        </ul>
        {props.children}
        {isToBeDone ? (
          <label className="flex flex-col gap-1 text-muted">
            Reason, kept in the audit log
            <input
              value={reason}
              maxLength={maxReasonLength}
              onChange={(event) => setReason(event.target.value)}
              className="h-8 rounded-md border border-line bg-bg px-2.5 text-text"
            />
          </label>
        ) : null}
        {action.error === null ? null : <p className="text-bad">{problemOf(action.error)}</p>}
        {action.data === undefined ? null : (
          <output>
            {action.data.map((sentence) => (
              <span key={sentence} className="block">
                {sentence}
              </span>
            ))}
          </output>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{isToBeDone ? (props.keep ?? "Leave it") : "Close"}</Button>
          {isToBeDone ? (
            <Button
              look={isDangerous ? "danger" : "primary"}
              type="submit"
              disabled={action.isPending}
            >
              {action.isPending ? pending : confirm}
            </Button>
          ) : null}
        </div>
      </form>
    </Dialog>
  );
}
