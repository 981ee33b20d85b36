import type { Bar, DrawnLane } from "./drawn-lane.ts";
import { barExtent, measures, type Viewport } from "./geometry.ts";
import type { LaneColours } from "./lane-colours.ts";
import { barBand, type Layout, type PlacedLane } from "./layout.ts";
import { middleOf, waitOf } from "./paint-standing.ts";
import type { Picture } from "./picture.ts";

const arrowPx = 4.5;
/** How far left of what it points at an arrow turns. */
const turnPx = 14;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A frame around each request in sight that something waits for. */
export function paintBlockers(
  context: CanvasRenderingContext2D,
  { layout, view, standings }: Picture,
  colours: LaneColours,
): void {
  const framed = new Set<string>();
  for (const { blocker } of standings.values()) {
    if (blocker.kind === "request") framed.add(blocker.requestId);
  }
  if (framed.size === 0) return;
  context.strokeStyle = colours.warn;
  context.lineWidth = 1.5;
  for (const row of layout.rows) {
    const bar = runningOf(row.lane, framed);
    const extent = bar === undefined ? null : barExtent(view, bar.from, bar.to);
    if (bar === undefined || extent === null) continue;
    const band = barBand(row, bar);
    context.beginPath();
    context.roundRect(extent.x - 0.5, band.y - 1, extent.width + 0.5, band.height + 2, 3);
    context.stroke();
  }
}

/** From the wait of a lane that a person is at, to the request that it waits for. */
export function paintLink(
  context: CanvasRenderingContext2D,
  picture: Picture,
  row: PlacedLane,
  colours: LaneColours,
): void {
  const { layout, view, standings } = picture;
  const standing = standings.get(row.lane.key);
  if (standing === undefined || standing.blocker.kind !== "request") return;
  const { requestId, lane } = standing.blocker;
  const target = layout.rows.find((placed) => runningOf(placed.lane, new Set([requestId])));
  const from = startOf(row, view);
  const to =
    target === undefined ? outOfSight(layout, view, lane) : headOf(target, requestId, view);
  context.strokeStyle = colours.warn;
  context.fillStyle = colours.warn;
  context.lineWidth = 1.5;
  const turn = Math.min(from.x, to.x) - turnPx;
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(turn, from.y);
  context.lineTo(turn, to.y);
  context.lineTo(to.x, to.y);
  context.stroke();
  context.beginPath();
  context.moveTo(to.x + arrowPx, to.y);
  context.lineTo(to.x - arrowPx, to.y - arrowPx);
  context.lineTo(to.x - arrowPx, to.y + arrowPx);
  context.fill();
  if (target === undefined) paintAway(context, to, colours);
}

/** The wait's own beginning, or the lane's end where it is not drawn. */
function startOf(row: PlacedLane, view: Viewport): Point {
  const wait = waitOf(row.lane);
  const extent = wait === undefined ? null : barExtent(view, wait.from, wait.to);
  if (wait === undefined || extent === null) {
    return { x: view.left + view.width - 2, y: middleOf(row) };
  }
  const band = barBand(row, wait);
  return { x: Math.max(view.left + turnPx, extent.x), y: band.y + band.height / 2 };
}

function headOf(row: PlacedLane, requestId: string, view: Viewport): Point {
  const bar = runningOf(row.lane, new Set([requestId]));
  const extent = bar === undefined ? null : barExtent(view, bar.from, bar.to);
  if (bar === undefined || extent === null) return { x: view.left, y: middleOf(row) };
  const band = barBand(row, bar);
  const x = Math.max(view.left + turnPx, extent.x) - arrowPx;
  return { x, y: band.y + band.height / 2 };
}

/** At the edge of the rows that its lane lies beyond. */
function outOfSight(layout: Layout, view: Viewport, lane: string | null): Point {
  const at = layout.rest.findIndex((one) => one.lane === lane);
  const bottom = layout.rest.length > 0 ? layout.restY : view.height - measures.axis;
  const isAbove = lane !== null && at !== -1 && at < layout.above;
  return { x: view.left + turnPx * 2, y: isAbove ? measures.top + 4 : bottom - 8 };
}

function paintAway(context: CanvasRenderingContext2D, { x, y }: Point, colours: LaneColours): void {
  const text = "held by a lane that is not in sight";
  context.font = `10px ${colours.font}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  const width = context.measureText(text).width + 10;
  context.fillStyle = colours.surface;
  context.fillRect(x + 8, y - 7, width, 14);
  context.fillStyle = colours.warn;
  context.fillText(text, x + 13, y + 0.5);
}

function runningOf({ bars }: DrawnLane, requests: ReadonlySet<string>): Bar | undefined {
  return bars.findLast(({ span, to }) => to === null && requests.has(span.requestId));
}
