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
  /** Lanes that are not in sight, drawn together as one strip. */
  readonly rest: readonly DrawnLane[];
  readonly restY: number;
  /** How many of those are above the ones in sight. */
  readonly above: number;
  /** How much there is to scroll through. */
  readonly scrollHeight: number;
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
    above: 0,
    scrollHeight: height,
  };
}

/**
 * The lanes in sight of a picture that is scrolled by so much; those above and below are in the strip,
 * which may be of something else too.
 */
export function layoutScrolled(
  lanes: readonly DrawnLane[],
  height: number,
  scrollTop: number,
  hasStrip = false,
): Layout {
  const needed = lanes.reduce((sum, lane) => sum + rowsOf(lane), 0) * measures.rowHeight;
  const plain = height - measures.top - measures.axis;
  const hasRest = hasStrip || needed > plain + 1;
  const room = hasRest ? plain - measures.rowHeight : plain;
  const offset = Math.max(0, Math.min(scrollTop, needed - room));
  const rows: PlacedLane[] = [];
  const rest: DrawnLane[] = [];
  let y = measures.top - offset;
  let above = 0;
  for (const lane of lanes) {
    const rowHeight = rowsOf(lane) * measures.rowHeight;
    const isInSight = y + rowHeight > measures.top && y < measures.top + room;
    if (isInSight) rows.push({ lane, y, height: rowHeight });
    else rest.push(lane);
    if (y + rowHeight <= measures.top) above += 1;
    y += rowHeight;
  }
  return {
    rows,
    rest,
    restY: height - measures.axis - measures.rowHeight,
    above,
    scrollHeight: Math.max(height, height + needed - room),
  };
}

/** How far to scroll so that a lane is in sight, from where the picture is scrolled to now. */
export function scrollTo(
  lanes: readonly DrawnLane[],
  height: number,
  scrollTop: number,
  key: string,
): number {
  const at = lanes.findIndex((lane) => lane.key === key);
  const lane = lanes[at];
  if (lane === undefined) return scrollTop;
  const top = lanes.slice(0, at).reduce((sum, one) => sum + rowsOf(one), 0) * measures.rowHeight;
  const bottom = top + rowsOf(lane) * measures.rowHeight;
  const room = height - measures.top - measures.axis - measures.rowHeight;
  return Math.min(top, Math.max(scrollTop, bottom - room));
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
