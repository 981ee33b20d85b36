import { fewShelves } from "./bars.ts";
import type { Bar, DrawnLane } from "./drawn-lane.ts";
import { measures } from "./geometry.ts";

/** A lane and where it is drawn. */
export interface PlacedLane {
  readonly lane: DrawnLane;
  readonly y: number;
  readonly height: number;
}

export interface Layout {
  readonly rows: readonly PlacedLane[];
  /** Lanes with no room, drawn together as one strip. */
  readonly rest: readonly DrawnLane[];
  readonly restY: number;
}

const mostRowsForAClient = 3;

/** As many lanes as fit, in their order; the last row is the strip for those that don't. */
export function layoutLanes(lanes: readonly DrawnLane[], height: number): Layout {
  const room = height - measures.top - measures.axis;
  const rowsThatFit = Math.max(1, Math.floor(room / measures.rowHeight + 0.02));
  const needed = lanes.reduce((sum, lane) => sum + rowsOf(lane), 0);
  const rowsForLanes = needed > rowsThatFit ? rowsThatFit - 1 : rowsThatFit;
  const rows: PlacedLane[] = [];
  let used = 0;
  for (const lane of lanes) {
    const take = Math.min(rowsOf(lane), Math.max(1, rowsForLanes - used));
    if (used + take > rowsForLanes) break;
    rows.push({
      lane,
      y: measures.top + used * measures.rowHeight,
      height: take * measures.rowHeight,
    });
    used += take;
  }
  return {
    rows,
    rest: lanes.slice(rows.length),
    restY: measures.top + (rowsThatFit - 1) * measures.rowHeight,
  };
}

/** Top and height of a bar in CSS pixels. */
export function barBand(row: PlacedLane, bar: Bar): { y: number; height: number } {
  const spare = measures.rowHeight - measures.barHeight;
  const full = row.height - spare;
  const gap = bar.height < 0.999 && bar.top < 1 ? Math.min(1, full * bar.height * 0.2) : 0;
  const unit = bar.top >= 1 ? measures.barHeight : full;
  return {
    y: row.y + measures.barTop + (bar.top >= 1 ? full - unit : 0) + bar.top * unit,
    height: Math.max(1, bar.height * unit - gap),
  };
}

function rowsOf(lane: DrawnLane): number {
  return Math.min(mostRowsForAClient, Math.ceil(lane.depth / fewShelves));
}
