import { cx } from "./cx.ts";

const tones = {
  ok: "bg-ok",
  warn: "bg-warn",
  bad: "bg-bad",
  info: "bg-info",
  none: "bg-faint",
} as const;

export interface DotProps {
  readonly tone: keyof typeof tones;
  readonly className?: string;
}

/** A status lamp. A word beside it says the same. */
export function Dot({ tone, className }: DotProps) {
  return (
    <i aria-hidden className={cx("inline-block size-[7px] rounded-full", tones[tone], className)} />
  );
}
