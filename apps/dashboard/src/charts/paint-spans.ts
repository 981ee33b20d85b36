import type uPlot from "uplot";
import type { ChartSpan } from "./chart-series.ts";
import type { Palette } from "./palette.ts";

/** Narrower ones are drawn so wide. */
const leastPx = 2;
const hatchPx = 6;

/** Shades times of which nothing is known with hatches, and those in which the gateway stood still. */
export function paintSpans(plot: uPlot, spans: readonly ChartSpan[], palette: Palette): void {
  const { ctx: context, bbox } = plot;
  const right = bbox.left + bbox.width;
  for (const { from, to, kind } of spans) {
    const start = Math.max(bbox.left, plot.valToPos(from, "x", true));
    const end = Math.min(right, plot.valToPos(to, "x", true));
    if (end < bbox.left || start > right) continue;
    const width = Math.max(leastPx * devicePixelRatio, end - start);
    context.save();
    context.beginPath();
    context.rect(start, bbox.top, width, bbox.height);
    context.clip();
    if (kind === "gap") hatch(context, start, width, bbox, palette("line"));
    else {
      context.fillStyle = palette("warn");
      context.globalAlpha = 0.28;
      context.fillRect(start, bbox.top, width, bbox.height);
    }
    context.restore();
  }
}

function hatch(
  context: CanvasRenderingContext2D,
  left: number,
  width: number,
  { top, height }: uPlot.BBox,
  colour: string,
): void {
  const step = hatchPx * devicePixelRatio;
  context.strokeStyle = colour;
  context.lineWidth = devicePixelRatio;
  context.globalAlpha = 0.8;
  context.beginPath();
  // From a multiple, so that hatches of two stretches that overlap are the same.
  const first = Math.floor((left - height) / step) * step;
  for (let x = first; x < left + width; x += step) {
    context.moveTo(x, top + height);
    context.lineTo(x + height, top);
  }
  context.stroke();
}
