import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export interface CardProps {
  readonly title: ReactNode;
  /** Beside the title, quieter. */
  readonly subtitle?: ReactNode;
  /** At the right end of the title row: a legend, counts, a link. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  readonly bodyClassName?: string;
  /** Nothing in the body takes the focus: the body does, so that keys can scroll it. */
  readonly isScrolledByKeys?: boolean;
}

export function Card(props: CardProps) {
  const { title, subtitle, aside, children, className, bodyClassName, isScrolledByKeys } = props;
  return (
    <section
      className={cx(
        "grid-frame flex min-h-0 min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-surface",
        className,
      )}
    >
      <header className="flex shrink-0 flex-wrap items-center gap-x-3.5 gap-y-1 border-b border-line-soft px-3 py-2 text-xs">
        <h2 className="font-semibold">{title}</h2>
        {subtitle === undefined ? null : <span className="text-muted">{subtitle}</span>}
        {aside === undefined ? null : (
          <span className="ml-auto flex flex-wrap items-center gap-x-3.5 gap-y-1">{aside}</span>
        )}
      </header>
      <div
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what is scrolled by keys has to have the focus
        tabIndex={isScrolledByKeys === true ? 0 : undefined}
        className={cx("relative min-h-0 flex-1 -outline-offset-2", bodyClassName)}
      >
        {children}
      </div>
    </section>
  );
}
