import { visibleText } from "../requests/visible-text.ts";
import { barExtent, measures, timeToX } from "./geometry.ts";
import type { Viewport } from "./geometry.ts";
import type { LaneColours } from "./lane-colours.ts";
import { barBand } from "./layout.ts";
import type { PlacedLane } from "./layout.ts";
import type { Picture } from "./picture.ts";
import { fitLabel } from "./fit-text.ts";

const labelLeft = 12;

/** A lane's name on the left, how many wait in it, and the line its bars lie on. */
export function paintRow(
  context: CanvasRenderingContext2D,
  row: PlacedLane,
  view: Viewport,
  colours: LaneColours,
  isMarked: boolean,
): void {
  const middle =
    row.y + measures.barTop + (row.height - measures.rowHeight + measures.barHeight) / 2;
  if (isMarked) {
    context.fillStyle = colours.lineSoft;
    context.fillRect(0, row.y - 1, view.left + view.width + measures.right, row.height);
  }
  context.fillStyle = colours.line;
  context.fillRect(view.left, Math.round(middle), view.width, 1);

  context.font = `11.5px ${colours.font}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  const waiting = row.lane.waiters === 0 ? "" : String(row.lane.waiters);
  const room = view.left - labelLeft - 12 - (waiting === "" ? 0 : 18);
  context.fillStyle = isMarked ? colours.text : colours.muted;
  context.fillText(fitLabel(context, visibleText(row.lane.label), room), labelLeft, middle + 0.5);
  if (waiting === "") return;
  context.font = `10px ${colours.font}`;
  context.textAlign = "right";
  context.fillStyle = row.lane.waiters > 2 ? colours.warn : colours.faint;
  context.fillText(waiting, view.left - 10, middle + 0.5);
}

const reasons = new Map([
  ["lane", "for its own lane"],
  ["slot", "for a slot"],
  ["throttled", "throttled"],
  ["breaker", "breaker open"],
  ["paused", "paused"],
  ["backoff", "backoff"],
]);

/** What a lane waits for, written over its hatching at the right edge, and a frame around what blocks it. */
export function paintBlock(
  context: CanvasRenderingContext2D,
  row: PlacedLane,
  { view }: Picture,
  colours: LaneColours,
): void {
  const { block, bars } = row.lane;
  if (block === null || row.lane.oneShot) return;
  const wait = bars.find(
    (bar) => bar.kind === "queued" && bar.to === null && bar.span.requestId === block.requestId,
  );
  const blocker = bars.findLast((bar) => bar.span.requestId === block.blockedBy && bar.to === null);
  if (blocker !== undefined) {
    const extent = barExtent(view, blocker.from, blocker.to);
    const band = barBand(row, blocker);
    if (extent !== null) {
      context.strokeStyle = colours.warn;
      context.lineWidth = 1.5;
      context.beginPath();
      context.roundRect(extent.x - 0.5, band.y - 1, extent.width + 0.5, band.height + 2, 3);
      context.stroke();
    }
    return;
  }
  if (wait === undefined) return;
  const right = timeToX(view, view.end) - 2;
  const text = reasons.get(block.waitsFor) ?? block.waitsFor;
  context.font = `10px ${colours.font}`;
  const width = context.measureText(text).width + 10;
  const extent = barExtent(view, wait.from, wait.to);
  if (extent === null || extent.width < width + 16) return;
  const band = barBand(row, wait);
  if (band.height < 10) return;
  context.fillStyle = colours.surface;
  context.beginPath();
  context.roundRect(right - width, band.y + 1, width, band.height - 2, 2);
  context.fill();
  context.fillStyle = colours.muted;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, right - width / 2, band.y + band.height / 2 + 0.5);
}
