import type { FrameSearch, RequestsSearch } from "../app/search.ts";
import { formatCall } from "../requests/call-filter.ts";
import { formatWindow } from "../time/index.ts";
import type { HeatCell } from "./heat-grid.ts";
import type { HeatmapOf } from "./use-heatmap.ts";

const second = 1_000;

/** What the Requests page has to be asked for, to show the requests behind a cell as of its end. */
export function cellSearch(
  cell: HeatCell,
  { provider, model, metric }: HeatmapOf,
  now: number,
): RequestsSearch & FrameSearch {
  const { from, to, minMs, maxMs } = cell;
  // A window is told in whole seconds from its end; one that is not over ends now.
  const lengthMs = Math.max(second, Math.floor((Math.min(to, now) - from) / second) * second);
  return {
    call: formatCall({ provider, model, metric, minMs, maxMs }),
    at: from + lengthMs,
    window: formatWindow(lengthMs),
  };
}
