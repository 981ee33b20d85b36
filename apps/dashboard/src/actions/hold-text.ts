import { formatAge } from "../figures/figures.ts";

export interface Hold {
  readonly until: number | null;
  readonly reason: string | null;
  readonly by: string;
}

/** Who paused it, until when and why, as a sentence without its end. */
export function holdText({ until, reason, by }: Hold, now: number): string {
  const left =
    until === null ? "until it is resumed" : `for ${formatAge(Math.max(0, until - now))} more`;
  return `by ${by}, ${left}${reason === null ? "" : `: ${reason}`}`;
}
