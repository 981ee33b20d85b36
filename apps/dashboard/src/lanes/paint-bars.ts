import type { BarEnd, BarKind } from "./drawn-lane.ts";
import { barExtent, measures } from "./geometry.ts";
import type { Viewport } from "./geometry.ts";
import type { LaneColours } from "./lane-colours.ts";
import { barBand } from "./layout.ts";
import type { PlacedLane } from "./layout.ts";

/** One path a pattern: two thousand bars cost six paints. */
interface BarPaths {
  readonly queued: Path2D;
  readonly waiting: Path2D;
  readonly streaming: Path2D;
  readonly tool: Path2D;
  readonly whole: Path2D;
  readonly failed: Path2D;
  readonly cancelled: Path2D;
  readonly interrupted: Path2D;
}

const outlineWidth = 1.2;

/** Draws every bar of the rows. `patternShift` is how far time has scrolled, so that hatching moves with it. */
export function paintBars(
  context: CanvasRenderingContext2D,
  rows: readonly PlacedLane[],
  view: Viewport,
  colours: LaneColours,
  patternShift: number,
): void {
  const paths: BarPaths = {
    queued: new Path2D(),
    waiting: new Path2D(),
    streaming: new Path2D(),
    tool: new Path2D(),
    whole: new Path2D(),
    failed: new Path2D(),
    cancelled: new Path2D(),
    interrupted: new Path2D(),
  };
  for (const row of rows) addRow(paths, row, view, patternShift);
  context.save();
  context.translate(-patternShift, 0);
  context.fillStyle = colours.queued;
  context.fill(paths.queued);
  context.fillStyle = colours.stream;
  context.globalAlpha *= 0.16;
  context.fill(paths.waiting);
  context.globalAlpha /= 0.16;
  context.strokeStyle = colours.stream;
  context.lineWidth = outlineWidth;
  context.stroke(paths.waiting);
  context.fill(paths.streaming);
  context.globalAlpha *= 0.6;
  context.fill(paths.whole);
  context.globalAlpha /= 0.6;
  context.fillStyle = colours.tool;
  context.fill(paths.tool);
  context.fillStyle = colours.bad;
  context.fill(paths.failed);
  context.lineWidth = 1.6;
  context.strokeStyle = colours.muted;
  context.stroke(paths.cancelled);
  context.strokeStyle = colours.warn;
  context.stroke(paths.interrupted);
  context.restore();
}

function addRow(paths: BarPaths, row: PlacedLane, view: Viewport, shift: number): void {
  for (const bar of row.lane.bars) {
    const extent = barExtent(view, bar.from, bar.to);
    if (extent === null) continue;
    const { y, height } = barBand(row, bar);
    const x = extent.x + shift;
    const tick = bar.end === null ? 0 : Math.min(measures.tickWidth, Math.max(3, extent.width));
    const width = extent.width - (tick > 0 ? tick + measures.barGap : 0);
    if (width > 0.5) addBar(paths[bar.kind], bar.kind, x, y, width, height);
    if (bar.end !== null) addEnd(paths[bar.end], bar.end, x + extent.width - tick, y, tick, height);
  }
}

/** A failure is a lifted block, a cancel a cross, and what nobody saw end is torn. */
function addEnd(
  path: Path2D,
  end: BarEnd,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  if (end === "failed") {
    round(path, x, y - (height > 8 ? 2 : 0), width, height);
    return;
  }
  const middle = y + height / 2;
  if (end === "cancelled") {
    const arm = Math.min(3.2, height / 2);
    path.moveTo(x, middle - arm);
    path.lineTo(x + 2 * arm, middle + arm);
    path.moveTo(x + 2 * arm, middle - arm);
    path.lineTo(x, middle + arm);
    return;
  }
  path.moveTo(x + width, y);
  path.lineTo(x, y + height / 3);
  path.lineTo(x + width, y + (height * 2) / 3);
  path.lineTo(x, y + height);
}

function addBar(
  path: Path2D,
  kind: BarKind,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  if (kind !== "waiting") {
    round(path, x, y, width, height);
    return;
  }
  const inset = outlineWidth / 2;
  const innerWidth = Math.max(0.4, width - outlineWidth);
  const innerHeight = Math.max(0.4, height - outlineWidth);
  round(path, x + inset, y + inset, innerWidth, innerHeight);
}

function round(path: Path2D, x: number, y: number, width: number, height: number): void {
  const radius = Math.min(measures.radius, width / 2, height / 2);
  if (radius < 1) path.rect(x, y, width, height);
  else path.roundRect(x, y, width, height, radius);
}
