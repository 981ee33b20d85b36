import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";

export interface TooltipProps {
  readonly text: ReactNode;
  /** What it explains; it must be able to take focus. */
  readonly children: ReactElement<Record<string, unknown>>;
}

/** A word more about a control, on hover and on focus. Never the only place a fact is told. */
export function Tooltip({ text, children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger delay={250} render={children} />
      <Base.Portal>
        <Base.Positioner className="z-50" sideOffset={6}>
          <Base.Popup className="max-w-72 rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs text-text shadow-xl">
            {text}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
