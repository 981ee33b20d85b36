import type uPlot from "uplot";
import type { ChartDot } from "./chart-series.ts";
import type { Palette } from "./palette.ts";

const radiusPx = 3.5;
const edgePx = 5;
/** How near the pointer has to be. */
const reachPx = 9;

/** Draws requests: failed ones as diamonds, slow ones as circles. */
export function paintDots(plot: uPlot, dots: readonly ChartDot[], palette: Palette): void {
  const { ctx: context } = plot;
  const ratio = devicePixelRatio;
  const radius = radiusPx * ratio;
  context.save();
  context.lineWidth = 1.2 * ratio;
  context.strokeStyle = palette("surface");
  for (const dot of dots) {
    const at = placeOf(plot, dot, true);
    if (at === null) continue;
    context.fillStyle = palette(dot.kind === "failed" ? "bad" : "warn");
    context.beginPath();
    if (dot.kind === "failed") {
      const reach = radius * 1.2;
      context.moveTo(at.x, at.y - reach);
      context.lineTo(at.x + reach, at.y);
      context.lineTo(at.x, at.y + reach);
      context.lineTo(at.x - reach, at.y);
      context.closePath();
    } else {
      context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
    }
    context.fill();
    context.stroke();
  }
  context.restore();
}

/** The dot under the pointer, which is told in CSS pixels from the plot's corner. */
export function dotAt(
  plot: uPlot,
  dots: readonly ChartDot[],
  pointer: { readonly x: number; readonly y: number },
): ChartDot | null {
  let nearest: ChartDot | null = null;
  let least = reachPx;
  for (const dot of dots) {
    const at = placeOf(plot, dot, false);
    if (at === null) continue;
    const distance = Math.hypot(at.x - pointer.x, at.y - pointer.y);
    if (distance > least) continue;
    least = distance;
    nearest = dot;
  }
  return nearest;
}

/** Null where it is beyond the window. On the canvas, or in CSS pixels from the plot's corner. */
function placeOf(
  plot: uPlot,
  { t, value }: ChartDot,
  isOnCanvas: boolean,
): { readonly x: number; readonly y: number } | null {
  const { min, max } = plot.scales["x"] ?? {};
  if (min == null || max == null || t < min || t > max) return null;
  const top = isOnCanvas ? plot.bbox.top : 0;
  const edge = top + edgePx * (isOnCanvas ? devicePixelRatio : 1);
  const y = value === null ? edge : Math.max(edge, plot.valToPos(value, "y", isOnCanvas));
  return { x: plot.valToPos(t, "x", isOnCanvas), y };
}
