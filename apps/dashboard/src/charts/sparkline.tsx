import { memo } from "react";
import { sparklineBox, sparklinePath } from "./sparkline-path.ts";

export interface SparklineProps {
  /** Oldest first; null where nothing is known. */
  readonly values: readonly (number | null)[];
  /** A colour token. */
  readonly color: string;
}

/** The course of a figure, with no axes: the figure itself stands beside it. */
export const Sparkline = memo(function Sparkline({ values, color }: SparklineProps) {
  return (
    <svg
      aria-hidden
      viewBox={sparklineBox}
      preserveAspectRatio="none"
      className="block h-5.5 w-full"
    >
      <path
        d={sparklinePath(values)}
        fill="none"
        stroke={`var(--${color.replace(/^--/, "")})`}
        strokeWidth="1.4"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
});
