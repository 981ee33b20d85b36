import type { ModelRow } from "@signalbox/api-contract";
import { ActionButton } from "../actions/index.ts";
import { visibleText } from "../ui/visible-text.ts";

export interface ModelButtonProps {
  readonly row: ModelRow;
  readonly whyNot: string | null;
  readonly onAction: (action: "pause" | "resume", row: ModelRow) => void;
}

/** A model that is held back can be resumed, any other paused. */
export function ModelButton({ row, whyNot, onAction }: ModelButtonProps) {
  const isHeld = row.state === "paused" || row.state === "open" || row.state === "half-open";
  const action = isHeld ? "resume" : "pause";
  return (
    <ActionButton
      look="ghost"
      whyNot={whyNot}
      aria-label={`${action} ${visibleText(row.provider)} ${visibleText(row.model)}`}
      onClick={() => onAction(action, row)}
    >
      {action}
    </ActionButton>
  );
}
