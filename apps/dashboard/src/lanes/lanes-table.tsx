import { useState } from "react";
import type { RequestRow } from "@signalbox/api-contract";
import { describeBar } from "./describe-bar.ts";
import type { DrawnLane } from "./drawn-lane.ts";
import type { LanesStore } from "./lanes-picture.ts";

export interface LanesTableProps {
  readonly store: LanesStore;
  readonly lanes: () => readonly DrawnLane[];
  readonly end: () => number;
}

interface TableRow {
  readonly key: string;
  readonly label: string;
  readonly waiters: number;
  readonly now: string;
}

const mostRows = 100;

/** The picture as a table, for who can't see it. Built when it is opened, and as of then. */
export function LanesTable({ store, lanes, end }: LanesTableProps) {
  const [rows, setRows] = useState<readonly TableRow[] | null>(null);
  const build = () =>
    lanes()
      .slice(0, mostRows)
      .map((lane) => rowFor(lane, store.getState().requests, end()));
  return (
    <div className="sr-only right-2 bottom-6 z-20 max-h-[80%] overflow-auto rounded-md border border-line bg-raised p-2 focus-within:not-sr-only focus-within:absolute!">
      <button type="button" onClick={() => setRows(rows === null ? build() : null)}>
        {rows === null ? "Show the lanes as a table" : "Hide the table"}
      </button>
      {rows !== null && (
        <table className="text-xs">
          <caption>Lanes, most waiters first</caption>
          <thead>
            <tr>
              <th scope="col">lane</th>
              <th scope="col">waiting</th>
              <th scope="col">now</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{row.label}</th>
                <td>{row.waiters}</td>
                <td>{row.now}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function rowFor(lane: DrawnLane, requests: ReadonlyMap<string, RequestRow>, end: number): TableRow {
  const running = lane.bars.filter((bar) => bar.to === null);
  const now = running.map((bar) => {
    const { phase, title } = describeBar(lane, bar, requests.get(bar.span.requestId), end);
    return `${title} ${phase}`;
  });
  return {
    key: lane.key,
    label: lane.label,
    waiters: lane.waiters,
    now: now.length === 0 ? "idle" : now.join("; "),
  };
}
