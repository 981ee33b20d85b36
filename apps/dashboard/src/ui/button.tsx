import type { ComponentProps } from "react";
import { cx } from "./cx.ts";

const looks = {
  plain: "border-line bg-raised text-text hover:border-faint",
  primary: "border-ok/60 bg-ok/15 text-text hover:bg-ok/25",
  danger: "border-bad/60 bg-bad/10 text-bad hover:bg-bad/20",
  ghost: "border-transparent bg-transparent text-muted hover:bg-raised hover:text-text",
} as const;

export interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: keyof typeof looks;
}

export function Button({ look = "plain", className, type = "button", ...rest }: ButtonProps) {
  return (
    <button
      // oxlint-disable-next-line react/button-has-type -- The type is a prop that falls back to "button".
      type={type}
      className={cx(
        "inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md border px-2.5 whitespace-nowrap",
        "transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-50",
        looks[look],
        className,
      )}
      {...rest}
    />
  );
}
