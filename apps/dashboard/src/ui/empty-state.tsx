import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export interface EmptyStateProps {
  readonly title: ReactNode;
  /** Why there is nothing, or what to do about it. */
  readonly children?: ReactNode;
  readonly className?: string;
}

/** Says that there is nothing here, and why: also for loading, denied and failed. */
export function EmptyState({ title, children, className }: EmptyStateProps) {
  return (
    <div
      className={cx(
        "flex h-full flex-col items-center justify-center gap-1 px-6 py-8 text-center text-muted",
        className,
      )}
    >
      <p className="font-medium text-text">{title}</p>
      {children === undefined ? null : <div className="max-w-prose text-balance">{children}</div>}
    </div>
  );
}
