import { useState } from "react";
import type { ChartReadoutProps } from "./chart-readout.tsx";
import { clockLabel } from "./ticks.ts";

export type ChartTableProps = Omit<ChartReadoutProps, "t"> & { readonly title: string };

/** The newest points as a table, for who can't see the chart. Built only when it is opened. */
export function ChartTable({ title, series, data, unit }: ChartTableProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="sr-only inset-x-2 top-9 bottom-2 z-20 overflow-auto rounded-md border border-line bg-raised p-2 focus-within:not-sr-only focus-within:absolute!">
      <button type="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? "Hide the table" : `Show ${title} as a table`}
      </button>
      {isOpen && (
        <table className="w-full text-right text-xs">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              <th scope="col">time</th>
              {series.map((one) => (
                <th key={one.key} scope="col">
                  {one.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {newestFirst(data.t).map(({ t, i }) => (
              <tr key={t}>
                <th scope="row">{clockLabel(t, 1_000)}</th>
                {series.map((one, s) => {
                  const value = data.values[s]?.[i] ?? null;
                  return <td key={one.key}>{value === null ? "no data" : unit(value)}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

const mostRows = 120;

function newestFirst(times: readonly number[]): { t: number; i: number }[] {
  return times
    .map((t, i) => ({ t, i }))
    .reverse()
    .slice(0, mostRows);
}
