import type uPlot from "uplot";
import type { ChartMark } from "./chart-series.ts";
import type { Palette } from "./palette.ts";

/** Of a label from its line, and from the label before it. */
const spacePx = 3;

/** Draws each mark as a dashed line with its word on top; the time after an onset is tinted. */
export function paintMarks(plot: uPlot, marks: readonly ChartMark[], palette: Palette): void {
  const { ctx: context, bbox } = plot;
  const ratio = devicePixelRatio;
  const right = bbox.left + bbox.width;
  let free = bbox.left;
  for (const mark of marks.toSorted((a, b) => a.t - b.t)) {
    const x = Math.round(plot.valToPos(mark.t, "x", true));
    if (x > right) continue;
    const colour = palette(mark.color);
    context.save();
    context.fillStyle = colour;
    if (mark.isOnset) {
      const from = Math.max(x, bbox.left);
      context.globalAlpha = 0.07;
      context.fillRect(from, bbox.top, right - from, bbox.height);
    }
    if (x >= bbox.left) {
      context.globalAlpha = 1;
      context.strokeStyle = colour;
      context.lineWidth = ratio;
      context.setLineDash(mark.isOnset ? [3 * ratio, 3 * ratio] : [ratio, 2 * ratio]);
      context.beginPath();
      context.moveTo(x, bbox.top);
      context.lineTo(x, bbox.top + bbox.height);
      context.stroke();
      free = paintLabel(plot, mark.label, x, free, palette);
    }
    context.restore();
  }
}

/** Right of the line, or left of it where there is no room; left out where it would lie over another. */
function paintLabel(
  { ctx: context, bbox }: uPlot,
  label: string,
  x: number,
  free: number,
  palette: Palette,
): number {
  if (label === "") return free;
  const ratio = devicePixelRatio;
  const space = spacePx * ratio;
  context.font = `${9 * ratio}px ${palette("sans")}`;
  context.textBaseline = "bottom";
  const { width } = context.measureText(label);
  const left = x + space + width > bbox.left + bbox.width ? x - space - width : x + space;
  if (left < free) return free;
  context.fillText(label, left, bbox.top - ratio);
  return left + width + space;
}
