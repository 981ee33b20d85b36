import type { Heatmap } from "@signalbox/api-contract";
import { AsTable, pointLabel } from "../charts/index.ts";
import { formatCount, formatDuration } from "../figures/figures.ts";
import { HeatGrid, type HeatCell } from "./heat-grid.ts";

export interface HeatmapTableProps {
  readonly title: string;
  readonly map: Heatmap;
  readonly onOpen: (cell: HeatCell) => void;
}

const mostRows = 120;

/** The cells that have any calls, the newest first: for who can't see the picture. */
export function HeatmapTable({ title, map, onOpen }: HeatmapTableProps) {
  return (
    <AsTable of={title}>
      {() => (
        <table className="mt-1 text-right">
          <caption className="sr-only">{title}: cells with calls, newest first</caption>
          <thead>
            <tr className="text-muted">
              {["from", "at least", "under", "calls"].map((head) => (
                <th key={head} scope="col" className="pl-3 font-medium">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {filledCells(map).map((cell) => (
              <tr key={`${cell.column} ${cell.band}`}>
                <th scope="row" className="font-normal">
                  {pointLabel(cell.from, map.t)}
                </th>
                <td className="pl-3">{formatDuration(cell.minMs)}</td>
                <td className="pl-3">{formatDuration(cell.maxMs)}</td>
                <td className="pl-3">
                  <button type="button" onClick={() => onOpen(cell)} className="text-info">
                    {formatCount(cell.count ?? 0)}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </AsTable>
  );
}

function filledCells(map: Heatmap): HeatCell[] {
  const grid = new HeatGrid(map, { width: 0, height: 0 });
  const cells: HeatCell[] = [];
  for (let column = grid.columns - 1; column >= 0 && cells.length < mostRows; column -= 1) {
    for (let band = grid.bands - 1; band >= 0; band -= 1) {
      const cell = grid.cell(column, band);
      if (cell !== null && (cell.count ?? 0) > 0) cells.push(cell);
    }
  }
  return cells.slice(0, mostRows);
}
