import type { ChartData } from "./chart-data.ts";
import type { ChartSeries } from "./chart-series.ts";
import { SeriesSwatch } from "./series-swatch.tsx";
import { pointLabel } from "./ticks.ts";

export interface ChartReadoutProps {
  readonly t: number;
  readonly series: readonly ChartSeries[];
  readonly data: ChartData;
  readonly unit: (value: number) => string;
}

/** In the title row: what each series is at the time under the crosshair. */
export function ChartReadout({ t, series, data, unit }: ChartReadoutProps) {
  return (
    <span className="flex min-w-0 gap-2.5 overflow-hidden font-[450] text-muted">
      <span className="text-faint">{pointLabel(t, data.t)}</span>
      {valuesAt({ t, series, data }).map(({ one, value }) => (
        <span key={one.key} className="inline-flex items-center gap-1">
          <SeriesSwatch series={one} />
          {value === null ? "–" : unit(value)}
        </span>
      ))}
    </span>
  );
}

/** In the corner away from the pointer: the same with names, for the one chart that is pointed at. */
export function ChartNames({ t, series, data, unit }: ChartReadoutProps) {
  const middle = ((data.t[0] ?? 0) + (data.t.at(-1) ?? 0)) / 2;
  const side = t > middle ? "left-11" : "right-3";
  const shown = valuesAt({ t, series, data });
  return (
    <ul
      className={`pointer-events-none absolute top-11 z-10 max-w-[60%] rounded-md border border-line bg-raised px-2 py-1 text-xs text-muted ${side}`}
    >
      {shown.map(({ one, value }) => (
        <li key={one.key} className="flex items-center gap-1.5">
          <SeriesSwatch series={one} />
          <span className="min-w-0 truncate">{one.label}</span>
          <b className="ml-auto pl-2 font-medium whitespace-nowrap text-text">
            {value === null ? "no data" : unit(value)}
          </b>
        </li>
      ))}
      {shown.length === 0 && <li>nothing</li>}
    </ul>
  );
}

/** A bar of nought is not told: most kinds of failure are nought most of the time. */
function valuesAt({ t, series, data }: Omit<ChartReadoutProps, "unit">) {
  const at = data.t.indexOf(t);
  return series
    .map((one, i) => ({ one, value: data.values[i]?.[at] ?? null }))
    .filter(({ one, value }) => one.kind === "line" || (value !== null && value !== 0));
}
