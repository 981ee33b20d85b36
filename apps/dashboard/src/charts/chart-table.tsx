import { AsTable } from "./as-table.tsx";
import type { ChartReadoutProps } from "./chart-readout.tsx";
import { pointLabel } from "./ticks.ts";

export type ChartTableProps = Omit<ChartReadoutProps, "t"> & { readonly title: string };

/** The newest points as a table, for who can't see the chart. */
export function ChartTable({ title, series, data, unit }: ChartTableProps) {
  return (
    <AsTable of={title}>
      {() => (
        <table className="mt-1 text-right">
          <caption className="sr-only">{title}, newest first</caption>
          <thead>
            <tr className="text-muted">
              <th scope="col" className="font-medium">
                time
              </th>
              {series.map((one) => (
                <th key={one.key} scope="col" className="pl-3 font-medium">
                  {one.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {newestFirst(data.t).map(({ t, i }) => (
              <tr key={t}>
                <th scope="row" className="font-normal">
                  {pointLabel(t, data.t)}
                </th>
                {series.map((one, s) => {
                  const value = data.values[s]?.[i] ?? null;
                  return (
                    <td key={one.key} className="pl-3">
                      {value === null ? "no data" : unit(value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </AsTable>
  );
}

const mostRows = 120;

function newestFirst(times: readonly number[]): { t: number; i: number }[] {
  return times
    .map((t, i) => ({ t, i }))
    .reverse()
    .slice(0, mostRows);
}
