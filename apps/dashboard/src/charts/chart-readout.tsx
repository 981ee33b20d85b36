import { nearestIndex, totalKey, type ChartContent } from "./chart-content.ts";
import type { ChartDot, ChartMark, ChartSeries, ChartSpan } from "./chart-series.ts";
import { SeriesSwatch } from "./series-swatch.tsx";
import { pointLabel } from "./ticks.ts";

export interface ChartReadoutProps {
  readonly t: number;
  readonly content: ChartContent;
  readonly unit: (value: number) => string;
}

/** In the title row: what each series is at the time under the crosshair. */
export function ChartReadout({ t, content, unit }: ChartReadoutProps) {
  return (
    <span className="flex min-w-0 gap-2.5 overflow-hidden font-[450] text-muted">
      <span className="text-faint">{timeText(t, content)}</span>
      {valuesAt(content, t).map(({ one, value }) => (
        <span key={one.key} className="inline-flex items-center gap-1">
          <SeriesSwatch series={one} />
          {value === null ? "–" : unit(value)}
        </span>
      ))}
    </span>
  );
}

export interface ChartNamesProps extends ChartReadoutProps {
  readonly dot: ChartDot | null;
}

/** In the corner away from the pointer: the same with names, for the one chart that is pointed at. */
export function ChartNames({ t, content, unit, dot }: ChartNamesProps) {
  const { t: times } = content.data;
  const middle = ((times[0] ?? 0) + (times.at(-1) ?? 0)) / 2;
  const side = t > middle ? "left-11" : "right-3";
  const shown = valuesAt(content, t);
  const notes = notesAt(content, t);
  return (
    <ul
      className={`pointer-events-none absolute top-11 z-10 max-w-[60%] rounded-md border border-line bg-raised px-2 py-1 text-xs text-muted ${side}`}
    >
      {dot === null ? null : <li className="text-text">{dot.label}: click opens it</li>}
      {shown.map(({ one, value, before }) => (
        <li key={one.key} className="flex items-center gap-1.5">
          <SeriesSwatch series={one} />
          <span className="min-w-0 truncate">{one.label}</span>
          <b className="ml-auto pl-2 font-medium whitespace-nowrap text-text">
            {value === null ? "no data" : unit(value)}
          </b>
          {before === null ? null : (
            <span className="whitespace-nowrap text-faint">before {unit(before)}</span>
          )}
        </li>
      ))}
      {shown.length === 0 && notes.length === 0 && dot === null && <li>nothing</li>}
      {notes.map((note) => (
        <li key={note} className="break-words">
          {note}
        </li>
      ))}
    </ul>
  );
}

/** The moment of a point, for a title row. */
export function timeText(t: number, { data }: ChartContent): string {
  return pointLabel(data.t[nearestIndex(data.t, t)] ?? t, data.t);
}

interface Shown {
  readonly one: ChartSeries;
  readonly value: number | null;
  readonly before: number | null;
}

/** A bar of nought is not told: most kinds of failure are nought most of the time. */
function valuesAt({ series, data, before }: ChartContent, t: number): Shown[] {
  const at = nearestIndex(data.t, t);
  return series
    .map((one, i) => ({
      one,
      value: data.values[i]?.[at] ?? null,
      before: before?.[one.key]?.[at] ?? null,
    }))
    .filter(({ one, value }) => one.kind === "line" || (value !== null && value !== 0));
}

/** What is marked within two steps, and what is known to be missing. */
function notesAt({ data, marks = [], spans = [], before }: ChartContent, t: number): string[] {
  const at = nearestIndex(data.t, t);
  const step = Math.abs((data.t[1] ?? 0) - (data.t[0] ?? 0));
  const isNear = (mark: ChartMark) => Math.abs(mark.t - t) <= 2 * step;
  const holds = ({ from, to }: ChartSpan) => from - step <= t && t <= to + step;
  const total = before?.[totalKey]?.[at] ?? null;
  return [
    ...(total === null || total === 0 ? [] : ["thin line: all kinds, one window before"]),
    ...marks.filter(isNear).map(({ label, detail }) => `${label}: ${detail}`),
    ...spans.filter(holds).map(({ detail }) => detail),
  ];
}
