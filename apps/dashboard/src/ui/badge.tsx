import type { ReactNode } from "react";
import { cx } from "./cx.ts";

const tones = {
  neutral: "border-line text-muted",
  ok: "border-ok/50 text-ok",
  warn: "border-warn/50 text-warn",
  bad: "border-bad/50 text-bad",
  info: "border-info/60 text-info",
} as const;

type Tone = keyof typeof tones;

export interface BadgeProps {
  readonly tone?: Tone;
  readonly children: ReactNode;
}

export function Badge({ tone = "neutral", children }: BadgeProps) {
  return (
    <span
      className={cx(
        "inline-flex shrink-0 items-center rounded-sm border px-1.5 text-2xs font-medium whitespace-nowrap",
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}

/** Marks what the practice provider served: no intelligence, and no part of any baseline. */
export function PracticeBadge() {
  return <Badge>practice</Badge>;
}
