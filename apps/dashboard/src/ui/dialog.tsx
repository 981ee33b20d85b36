import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { cx } from "./cx.ts";

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  /** Read with the title by a screen reader. */
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** The title is there for a screen reader alone. */
  readonly hideTitle?: boolean;
  /** It is only read: with no button of its own, it has one that closes it. */
  readonly hasClose?: boolean;
  /** A click outside leaves it open: what it shows can't be shown again. */
  readonly keepOnPress?: boolean;
}

/** A modal over the page. Esc and a click outside close it; focus goes back to where it was. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, children, className, hideTitle = false } = props;
  const { keepOnPress = false, hasClose = false } = props;
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => onOpenChange(next)}
      disablePointerDismissal={keepOnPress}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-bg/70" />
        <Base.Popup
          className={cx(
            "fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] w-[min(560px,calc(100vw-24px))] -translate-x-1/2",
            "flex-col overflow-hidden rounded-lg border border-line bg-surface shadow-2xl outline-none",
            className,
          )}
        >
          <Base.Title className={hideTitle ? "sr-only" : "px-4 pt-3.5 text-md font-semibold"}>
            {title}
          </Base.Title>
          {hasClose ? (
            <Base.Close
              aria-label="Close"
              render={<Button look="ghost" className="absolute top-2 right-2" />}
            >
              ✕
            </Base.Close>
          ) : null}
          {description === undefined ? null : (
            <Base.Description className={hideTitle ? "sr-only" : "px-4 pt-1 text-muted"}>
              {description}
            </Base.Description>
          )}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
