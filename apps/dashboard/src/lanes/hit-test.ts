import type { Bar } from "./drawn-lane.ts";
import { barExtent } from "./geometry.ts";
import type { Viewport } from "./geometry.ts";
import { barBand } from "./layout.ts";
import type { Layout, PlacedLane } from "./layout.ts";

/** What lies under a point: a lane, and the bar in it where there is one. */
export interface Hit {
  readonly row: PlacedLane;
  readonly bar: Bar | null;
  /** The point is on its name, on what it waits for beside the time axis, or on time itself. */
  readonly part: "name" | "standing" | "time";
}

/** A pointer this near to a bar means it. */
const reachPx = 3;

export function hitTest(layout: Layout, view: Viewport, x: number, y: number): Hit | null {
  const row = layout.rows.find((placed) => y >= placed.y && y < placed.y + placed.height);
  if (row === undefined || (layout.rest.length > 0 && y >= layout.restY)) return null;
  if (x < view.left - reachPx) return { row, bar: null, part: "name" };
  if (x > view.left + view.width + reachPx) return { row, bar: null, part: "standing" };
  return { row, bar: nearestBar(row, view, x, y), part: "time" };
}

/** The bar under the point, or the nearest within reach; what is drawn later lies on top. */
function nearestBar(row: PlacedLane, view: Viewport, x: number, y: number): Bar | null {
  let nearest: Bar | null = null;
  let nearestDistance = reachPx;
  for (const bar of row.lane.bars) {
    const extent = barExtent(view, bar.from, bar.to);
    if (extent === null) continue;
    const band = barBand(row, bar);
    const dx = Math.max(extent.x - x, 0, x - extent.x - extent.width);
    const dy = Math.max(band.y - y, 0, y - band.y - band.height);
    const distance = Math.max(dx, dy);
    if (distance <= nearestDistance) {
      nearest = bar;
      nearestDistance = distance;
    }
  }
  return nearest;
}
