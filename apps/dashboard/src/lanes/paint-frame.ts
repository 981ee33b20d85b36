import type { Gap } from "./data-gaps.ts";
import { measures, timeToX, windowMs } from "./geometry.ts";
import type { Viewport } from "./geometry.ts";
import type { LaneColours } from "./lane-colours.ts";

const stepMs = 10_000;

/** Grid lines and the marks of the time axis: −60 s … now, or the time where the data ends. */
export function paintTimeAxis(
  context: CanvasRenderingContext2D,
  view: Viewport,
  colours: LaneColours,
  endLabel: string,
): void {
  const bottom = view.height - measures.axis;
  const isNarrow = view.width < 520;
  context.font = `10px ${colours.font}`;
  context.textBaseline = "alphabetic";
  for (let ago = windowMs; ago >= 0; ago -= stepMs) {
    const x = Math.round(timeToX(view, view.end - ago)) + 0.5;
    context.fillStyle = colours.lineSoft;
    context.fillRect(x - 0.5, 4, 1, bottom - 4);
    if (isNarrow && ago % (2 * stepMs) !== 0) continue;
    context.fillStyle = colours.faint;
    context.textAlign = ago === 0 && endLabel.length > 3 ? "right" : "center";
    const label = ago === 0 ? endLabel : `−${ago / 1_000} s`;
    context.fillText(label, ago === 0 ? Math.min(x, edge(view)) : x, view.height - 3);
  }
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
    if (width > 60) context.fillText("no data", x + width / 2, (view.height - measures.axis) / 2);
    context.restore();
  }
}

function edge(view: Viewport): number {
  return view.left + view.width + measures.right - 12;
}
