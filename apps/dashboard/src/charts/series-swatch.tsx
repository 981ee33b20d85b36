import type { ChartSeries } from "./chart-series.ts";

/** A sample of a series' line or bar. */
export function SeriesSwatch({ series }: { readonly series: ChartSeries }) {
  const colour = `var(--${series.color.replace(/^--/, "")})`;
  return (
    <svg aria-hidden width="12" height="8" viewBox="0 0 12 8" className="shrink-0">
      {series.kind === "bar" ? (
        <rect x="3" width="6" height="8" rx="1" fill={colour} />
      ) : (
        <line
          x2="12"
          y1="4"
          y2="4"
          stroke={colour}
          strokeWidth="2"
          strokeDasharray={series.dash?.join(" ")}
        />
      )}
    </svg>
  );
}
