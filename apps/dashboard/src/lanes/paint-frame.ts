import { clockLabel } from "../charts/ticks.ts";
import type { Gap } from "./data-gaps.ts";
import { measures, timeToX } from "./geometry.ts";
import type { Viewport } from "./geometry.ts";
import type { LaneColours } from "./lane-colours.ts";
import { timeTicks } from "./time-axis.ts";

const secondMs = 1_000;
/** Between the name of a mark and that of the end. */
const clearPx = 8;

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
  const label = isNow ? "now" : clockLabel(view.end, secondMs);
  const half = context.measureText(label).width / 2;
  const isCentred = half <= view.right;
  const clear = right - (isCentred ? half : 2 * half) - clearPx;
  for (const tick of timeTicks(view, isNow)) {
    const x = mark(tick.t);
    context.textAlign = "center";
    // One that the end's own name would lie over is not named.
    if (x + context.measureText(tick.label).width / 2 < clear) {
      context.fillText(tick.label, x, view.height - 3);
    }
  }
  const end = mark(view.end);
  context.textAlign = isCentred ? "center" : "right";
  context.fillText(label, Math.min(end, end + view.right), view.height - 3);
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
