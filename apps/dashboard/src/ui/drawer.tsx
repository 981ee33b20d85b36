import { Dialog } from "@base-ui/react/dialog";
import type { ReactNode } from "react";

export interface DrawerProps {
  /** For a screen reader; what a person sees as its title is among the children. */
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Lies over the right of the page it was opened from. Focus stays in it, and goes back when Esc closes it. */
export function Drawer({ title, onClose, children }: DrawerProps) {
  return (
    <Dialog.Root open modal="trap-focus" onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Popup className="fixed inset-y-0 right-0 z-30 flex w-[min(880px,100vw)] flex-col overflow-hidden border-l border-line bg-bg shadow-2xl outline-none">
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
