import { phasePattern } from "./phase-pattern.ts";
import type { DrawnPhase } from "./phase-pattern.ts";

/** A small sample of a phase's pattern, for legends. */
export function PhaseSwatch({ phase }: { readonly phase: DrawnPhase }) {
  if (phase === "cancelled" || phase === "interrupted") {
    return (
      <svg aria-hidden viewBox="0 0 8 12" className={`h-3 w-2 ${phasePattern[phase]}`}>
        <path
          d={phase === "cancelled" ? "M1 3l6 6M7 3l-6 6" : "M6 0L2 4l4 4-4 4"}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
        />
      </svg>
    );
  }
  const size = phase === "failed" ? "h-3 w-1" : "h-2 w-3.5";
  return <i aria-hidden className={`inline-block rounded-[2px] ${size} ${phasePattern[phase]}`} />;
}
