import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export interface SidePanelProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A drawer at the right edge over a page that stays usable; Esc closes it. */
export function SidePanel({ title, onClose, children, className }: SidePanelProps) {
  return (
    <Base.Root open modal={false} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Base.Portal>
        <Base.Popup
          className={cx(
            "fixed inset-y-0 right-0 z-30 flex w-[min(880px,100vw)] flex-col overflow-hidden",
            "border-l border-line bg-bg shadow-2xl outline-none",
            className,
          )}
        >
          <Base.Title className="sr-only">{title}</Base.Title>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
