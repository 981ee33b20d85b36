import { phasePattern } from "./phase-pattern.ts";
import type { DrawnPhase } from "./phase-pattern.ts";

/** A small sample of a phase's pattern, for legends. */
export function PhaseSwatch({ phase }: { readonly phase: DrawnPhase }) {
  const size = phase === "failed" ? "h-3 w-1" : "h-2 w-3.5";
  return <i aria-hidden className={`inline-block rounded-[2px] ${size} ${phasePattern[phase]}`} />;
}
