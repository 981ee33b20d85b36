import type { ComponentProps } from "react";
import { cx } from "./cx.ts";

const look =
  "inline-flex h-7 shrink-0 items-center gap-[7px] rounded-md border border-line bg-raised px-2.5 " +
  "whitespace-nowrap text-muted";

/** A boxed fact in a bar. */
export function Pill({ className, ...rest }: ComponentProps<"span">) {
  return <span className={cx(look, className)} {...rest} />;
}

/** A boxed fact that can be pressed. */
export function PillButton({ className, ...rest }: ComponentProps<"button">) {
  return (
    <button
      type="button"
      className={cx(look, "hover:border-faint disabled:opacity-60", className)}
      {...rest}
    />
  );
}
