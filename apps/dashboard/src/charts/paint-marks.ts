import type uPlot from "uplot";
import type { ChartMark } from "./chart-series.ts";
import type { Palette } from "./palette.ts";

/** Draws each mark as a dashed line, with a tint over the time after it. */
export function paintMarks(plot: uPlot, marks: readonly ChartMark[], palette: Palette): void {
  const { ctx: context, bbox } = plot;
  const ratio = devicePixelRatio;
  for (const mark of marks) {
    const x = Math.round(plot.valToPos(mark.t, "x", true));
    const edge = bbox.left + bbox.width;
    const end = mark.to === undefined ? edge : Math.round(plot.valToPos(mark.to, "x", true));
    const right = Math.min(edge, end);
    if (x > edge || right < bbox.left) continue;
    const from = Math.max(x, bbox.left);
    const colour = palette(mark.color);
    context.save();
    context.fillStyle = colour;
    context.globalAlpha = 0.07;
    context.fillRect(from, bbox.top, right - from, bbox.height);
    if (x >= bbox.left) {
      context.globalAlpha = 1;
      context.strokeStyle = colour;
      context.lineWidth = ratio;
      context.setLineDash([3 * ratio, 3 * ratio]);
      context.beginPath();
      context.moveTo(x, bbox.top);
      context.lineTo(x, bbox.top + bbox.height);
      context.stroke();
    }
    context.restore();
  }
}
