import { clockLabel } from "../charts/ticks.ts";
import type { Gap } from "./data-gaps.ts";
import { measures, timeToX } from "./geometry.ts";
import type { Viewport } from "./geometry.ts";
import type { LaneColours } from "./lane-colours.ts";
import { timeTicks } from "./time-axis.ts";

const secondMs = 1_000;
/** A mark nearer to the end than this is not named: the end is. */
const clearPx = 46;

/** Grid lines and the marks of the time axis, and what its end is called: now, or the time it stands at. */
export function paintTimeAxis(
  context: CanvasRenderingContext2D,
  view: Viewport,
  colours: LaneColours,
  isNow: boolean,
): void {
  const bottom = view.height - measures.axis;
  const right = view.left + view.width;
  context.font = `10px ${colours.font}`;
  context.textBaseline = "alphabetic";
  const mark = (t: number): number => {
    const x = Math.round(timeToX(view, t)) + 0.5;
    context.fillStyle = colours.lineSoft;
    context.fillRect(x - 0.5, 4, 1, bottom - 4);
    context.fillStyle = colours.faint;
    return x;
  };
  for (const { t, label } of timeTicks(view, isNow)) {
    const x = mark(t);
    context.textAlign = "center";
    if (x < right - clearPx) context.fillText(label, x, view.height - 3);
  }
  const end = mark(view.end);
  const label = isNow ? "now" : clockLabel(view.end, secondMs);
  const room = end + view.right;
  context.textAlign = context.measureText(label).width / 2 > view.right ? "right" : "center";
  context.fillText(label, Math.min(end, room), view.height - 3);
}

/** The line at the right edge: now, while data comes. */
export function paintNowLine(
  context: CanvasRenderingContext2D,
  view: Viewport,
  colour: string,
): void {
  const x = Math.round(timeToX(view, view.end));
  context.fillStyle = colour;
  context.fillRect(x, 2, 1, view.height - measures.axis);
}

/** Times of which nothing is known, told as such and not drawn as idle. */
export function paintGaps(
  context: CanvasRenderingContext2D,
  view: Viewport,
  gaps: readonly Gap[],
  colours: LaneColours,
): void {
  for (const gap of gaps) {
    const x = Math.max(view.left, timeToX(view, gap.from));
    const width = Math.min(view.left + view.width, timeToX(view, gap.to)) - x;
    if (width <= 0) continue;
    context.save();
    context.fillStyle = colours.surface;
    context.fillRect(x, 2, width, view.height - measures.axis);
    context.strokeStyle = colours.line;
    context.setLineDash([2, 3]);
    context.strokeRect(x + 0.5, 2.5, width - 1, view.height - measures.axis - 1);
    context.fillStyle = colours.faint;
    context.font = `11px ${colours.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const label = gap.label ?? "no data";
    if (width > context.measureText(label).width + 8) {
      context.fillText(label, x + width / 2, (view.height - measures.axis) / 2);
    }
    context.restore();
  }
}
