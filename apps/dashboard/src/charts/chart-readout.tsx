import type { ChartData } from "./chart-data.ts";
import type { ChartSeries } from "./chart-series.ts";
import { SeriesSwatch } from "./series-swatch.tsx";
import { clockLabel } from "./ticks.ts";

export interface ChartReadoutProps {
  readonly t: number;
  readonly series: readonly ChartSeries[];
  readonly data: ChartData;
  readonly unit: (value: number) => string;
}

/** What each series is at the time under the crosshair. */
export function ChartReadout({ t, series, data, unit }: ChartReadoutProps) {
  const at = data.t.indexOf(t);
  return (
    <span className="flex min-w-0 gap-2.5 overflow-hidden font-[450] text-muted">
      <span className="text-faint">{clockLabel(t, 1_000)}</span>
      {series.map((one, i) => {
        const value = data.values[i]?.[at] ?? null;
        if (value === null || (one.kind === "bar" && value === 0)) return null;
        return (
          <span key={one.key} className="inline-flex min-w-0 items-center gap-1">
            <SeriesSwatch series={one} />
            <span className="truncate">{one.label}</span>
            <b className="font-medium text-text">{unit(value)}</b>
          </span>
        );
      })}
      {at === -1 && <span>no data</span>}
    </span>
  );
}
