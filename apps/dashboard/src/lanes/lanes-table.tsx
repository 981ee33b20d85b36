import { useSyncExternalStore } from "react";
import { visibleText } from "../ui/visible-text.ts";
import type { RequestRow } from "@signalbox/api-contract";
import { AsTable } from "../charts/as-table.tsx";
import { describeBar } from "./describe-bar.ts";
import type { DrawnLane } from "./drawn-lane.ts";
import type { LanesPicture, LanesStore } from "./lanes-picture.ts";

export interface LanesTableProps {
  readonly store: LanesStore;
  readonly picture: LanesPicture;
}

const mostRows = 100;
const mostSpans = 20;

/** The picture as a table, for who can't see it: each lane, what is in it, and what it waits for. */
export function LanesTable({ store, picture }: LanesTableProps) {
  return <AsTable of="the lanes">{() => <Lanes store={store} picture={picture} />}</AsTable>;
}

/** Told anew with each picture. */
function Lanes({ store, picture }: LanesTableProps) {
  useSyncExternalStore(picture.subscribe, picture.revision);
  return (
    <table className="mt-1 text-left">
      <caption className="sr-only">Lanes, in the order of the picture</caption>
      <thead>
        <tr className="text-muted">
          <th scope="col" className="font-medium">
            lane
          </th>
          <th scope="col" className="px-3 text-right font-medium">
            waiting
          </th>
          <th scope="col" className="font-medium">
            waits for
          </th>
          <th scope="col" className="px-3 font-medium">
            in it
          </th>
        </tr>
      </thead>
      <tbody>
        {picture.lanes.slice(0, mostRows).map((lane) => (
          <tr key={lane.key} className="*:align-top">
            <th scope="row" className="font-normal whitespace-nowrap">
              {visibleText(lane.label)}
              {lane.isPractice ? " (practice)" : ""}
            </th>
            <td className="px-3 text-right">{lane.waiters}</td>
            <td>{visibleText(picture.standing(lane)?.text ?? "–")}</td>
            <td className="px-3">
              {whatRuns(lane, store.getState().requests, picture.end(), picture.isNow)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What goes on in it now; of a window that is over, what was in it. */
function whatRuns(
  lane: DrawnLane,
  requests: ReadonlyMap<string, RequestRow>,
  end: number,
  isNow: boolean,
): string {
  const running = lane.bars.filter((bar) => !isNow || bar.to === null);
  if (running.length === 0) return isNow ? "idle" : "nothing";
  const told = running.slice(-mostSpans).map((bar) => {
    const request = requests.get(bar.span.requestId);
    const { phase, title } = describeBar(lane, bar, request, end);
    return `${title} ${phase}${bar.end === null ? "" : `, ${bar.end}`}`;
  });
  const more = running.length - told.length;
  return [...(more > 0 ? [`${more} before`] : []), ...told].join("; ");
}
