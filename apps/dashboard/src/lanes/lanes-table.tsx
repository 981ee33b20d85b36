import { visibleText } from "../requests/visible-text.ts";
import type { RequestRow } from "@signalbox/api-contract";
import { AsTable } from "../charts/index.ts";
import { describeBar } from "./describe-bar.ts";
import type { DrawnLane } from "./drawn-lane.ts";
import type { LanesStore } from "./lanes-picture.ts";

export interface LanesTableProps {
  readonly store: LanesStore;
  readonly lanes: () => readonly DrawnLane[];
  readonly end: () => number;
}

const mostRows = 100;

/** The picture as a table, for who can't see it: each lane, and what is in it now. */
export function LanesTable({ store, lanes, end }: LanesTableProps) {
  return (
    <AsTable of="the lanes">
      {() => (
        <table className="mt-1 text-left">
          <caption className="sr-only">Lanes, most waiters first</caption>
          <thead>
            <tr className="text-muted">
              <th scope="col" className="font-medium">
                lane
              </th>
              <th scope="col" className="px-3 text-right font-medium">
                waiting
              </th>
              <th scope="col" className="font-medium">
                now
              </th>
            </tr>
          </thead>
          <tbody>
            {lanes()
              .slice(0, mostRows)
              .map((lane) => (
                <tr key={lane.key} className="align-top">
                  <th scope="row" className="font-normal whitespace-nowrap">
                    {visibleText(lane.label)}
                  </th>
                  <td className="px-3 text-right">{lane.waiters}</td>
                  <td>{whatRuns(lane, store.getState().requests, end())}</td>
                </tr>
              ))}
          </tbody>
        </table>
      )}
    </AsTable>
  );
}

function whatRuns(lane: DrawnLane, requests: ReadonlyMap<string, RequestRow>, end: number): string {
  const running = lane.bars.filter((bar) => bar.to === null);
  if (running.length === 0) return "idle";
  return running
    .map((bar) => {
      const request = requests.get(bar.span.requestId);
      const { phase, title } = describeBar(lane, bar, request, end);
      return `${title} ${phase}`;
    })
    .join("; ");
}
