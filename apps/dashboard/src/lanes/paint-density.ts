import type { Density } from "./density.ts";
import { measures, timeToX } from "./geometry.ts";
import type { Viewport } from "./geometry.ts";
import type { LaneColours } from "./lane-colours.ts";
import type { Layout } from "./layout.ts";

/** The lanes that have no row: how many requests wait (hatched) and are worked on (solid) in them over time. */
export function paintDensity(
  context: CanvasRenderingContext2D,
  layout: Layout,
  density: Density,
  view: Viewport,
  colours: LaneColours,
  patternShift: number,
  isOfAll: boolean,
): void {
  if (layout.rest.length === 0 && !isOfAll) return;
  const bottom = layout.restY + measures.barTop + measures.barHeight;
  const scale = measures.barHeight / Math.max(1, density.most);
  const columns = density.steps.flatMap((step) => {
    const x = Math.max(view.left, timeToX(view, step.from));
    const end = Math.min(view.left + view.width, timeToX(view, step.from + density.stepMs));
    return end > x ? [{ step, x: x + patternShift, width: end - x }] : [];
  });
  context.save();
  context.translate(-patternShift, 0);
  context.beginPath();
  for (const { step, x, width } of columns) {
    context.rect(x, bottom - step.working * scale, width, step.working * scale);
  }
  context.fillStyle = colours.stream;
  context.globalAlpha *= 0.6;
  context.fill();
  context.globalAlpha /= 0.6;
  context.beginPath();
  for (const { step, x, width } of columns) {
    const top = bottom - (step.working + step.waiting) * scale;
    context.rect(x, top, width, step.waiting * scale);
  }
  context.fillStyle = colours.queued;
  context.fill();
  context.restore();

  context.fillStyle = colours.line;
  context.fillRect(view.left, Math.round(bottom), view.width, 1);
  context.font = `11.5px ${colours.font}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillStyle = colours.faint;
  if (isOfAll) {
    context.fillText(view.left < measures.labels ? "all" : "all requests", 12, bottom - 6);
    return;
  }
  const label =
    view.left < measures.labels ? `+${layout.rest.length}` : `${layout.rest.length} more`;
  const waiters = layout.rest.reduce((sum, lane) => sum + lane.waiters, 0);
  context.fillText(waiters === 0 ? label : `${label} · ${waiters} wait`, 12, bottom - 6);
}
