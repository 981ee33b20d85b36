import { visibleText } from "../ui/visible-text.ts";
import type { DrawnLane } from "./drawn-lane.ts";
import { fitSentence } from "./fit-text.ts";
import { barExtent, measures, timeToX, type Viewport } from "./geometry.ts";
import type { LaneColours } from "./lane-colours.ts";
import type { LaneStanding } from "./lane-standing.ts";
import { barBand, type PlacedLane } from "./layout.ts";
import type { Picture } from "./picture.ts";

const padding = 6;
/** Between the time axis and what is written beside it. */
const inset = 10;
/** What is written over a lane's bars leaves this much of its wait. */
const leastWait = 16;

/** What a lane waits for, or until when it is held: beside the time axis, or over its wait where there is no room. */
export function paintStanding(
  context: CanvasRenderingContext2D,
  row: PlacedLane,
  { view, standings, hasGutter }: Picture,
  colours: LaneColours,
  isMarked: boolean,
): void {
  const standing = standings.get(row.lane.key);
  if (standing === undefined) return;
  if (standing.isHeld) paintHeldSince(context, row, standing, view, colours);
  context.font = `10.5px ${colours.font}`;
  context.textBaseline = "middle";
  if (hasGutter && view.right > measures.right) {
    paintBeside(context, row, standing, view, colours, isMarked);
  } else if (!row.lane.oneShot) paintOver(context, row, standing, view, colours);
}

function paintBeside(
  context: CanvasRenderingContext2D,
  row: PlacedLane,
  standing: LaneStanding,
  view: Viewport,
  colours: LaneColours,
  isMarked: boolean,
): void {
  const left = view.left + view.width + inset;
  const room = view.right - inset - measures.right;
  const leads = standing.blocker.kind === "request" || standing.blocker.kind === "model";
  const arrow = leads ? " →" : "";
  const arrowRoom = context.measureText(arrow).width;
  const text = fitSentence(context, visibleText(standing.text), room - 2 * padding - arrowRoom);
  const width = context.measureText(text + arrow).width + 2 * padding;
  const middle = middleOf(row);
  context.fillStyle = isMarked ? colours.line : colours.lineSoft;
  context.beginPath();
  context.roundRect(left, middle - 8, width, 16, 8);
  context.fill();
  context.textAlign = "left";
  context.fillStyle = standing.isHeld ? colours.warn : colours.muted;
  if (isMarked && leads) context.fillStyle = colours.text;
  context.fillText(text, left + padding, middle + 0.5);
  context.fillStyle = colours.info;
  context.fillText(arrow, left + width - padding - arrowRoom, middle + 0.5);
}

/** Over the hatching at the right edge, where there is enough of it. */
function paintOver(
  context: CanvasRenderingContext2D,
  row: PlacedLane,
  standing: LaneStanding,
  view: Viewport,
  colours: LaneColours,
): void {
  const wait = waitOf(row.lane);
  const band = wait === undefined ? null : barBand(row, wait);
  if (wait === undefined || band === null || band.height < 10) return;
  const extent = barExtent(view, wait.from, wait.to);
  const text = visibleText(standing.text);
  const width = context.measureText(text).width + 2 * padding;
  if (extent === null || extent.width < width + leastWait) return;
  const right = timeToX(view, view.end) - 2;
  context.fillStyle = colours.surface;
  context.beginPath();
  context.roundRect(right - width, band.y + 1, width, band.height - 2, 2);
  context.fill();
  context.fillStyle = standing.isHeld ? colours.warn : colours.muted;
  context.textAlign = "center";
  context.fillText(text, right - width / 2, band.y + band.height / 2 + 0.5);
}

/** From when an operator has held it: the line its bars lie on is broken. */
function paintHeldSince(
  context: CanvasRenderingContext2D,
  row: PlacedLane,
  { since }: LaneStanding,
  view: Viewport,
  colours: LaneColours,
): void {
  const extent = barExtent(view, since, null);
  if (extent === null) return;
  const middle = Math.round(middleOf(row)) + 0.5;
  context.save();
  context.strokeStyle = colours.warn;
  context.lineWidth = 2;
  context.setLineDash([2, 4]);
  context.beginPath();
  context.moveTo(extent.x, middle);
  context.lineTo(extent.x + extent.width, middle);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(extent.x, middle - 6);
  context.lineTo(extent.x, middle + 6);
  context.stroke();
  context.restore();
}

/** The bar of the request that a lane's standing is about. */
export function waitOf({ bars, block }: DrawnLane): DrawnLane["bars"][number] | undefined {
  if (block === null) return undefined;
  return bars.find(
    ({ kind, to, span }) => kind === "queued" && to === null && span.requestId === block.requestId,
  );
}

export function middleOf(row: PlacedLane): number {
  const spare = row.height - measures.rowHeight;
  return row.y + measures.barTop + (spare + measures.barHeight) / 2;
}
