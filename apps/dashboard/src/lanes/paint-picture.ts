import { barExtent, measures, timeToX } from "./geometry.ts";
import type { LaneColours } from "./lane-colours.ts";
import { barBand } from "./layout.ts";
import { paintBars } from "./paint-bars.ts";
import { paintDensity } from "./paint-density.ts";
import { paintGaps, paintNowLine, paintTimeAxis } from "./paint-frame.ts";
import { paintBlockers, paintLink } from "./paint-links.ts";
import { paintRow } from "./paint-row.ts";
import { paintStanding } from "./paint-standing.ts";
import type { Mark, Picture } from "./picture.ts";

/** Both patterns come around after this many pixels: 33 stripes of 6√2, and within 0.02 of 56 dots of 5. */
const patternPeriod = 33 * 6 * Math.SQRT2;

/** Draws the whole picture on a context that is scaled to CSS pixels. */
export function paintPicture(
  context: CanvasRenderingContext2D,
  picture: Picture,
  colours: LaneColours,
): void {
  const { layout, view, gaps, isStale, isStill } = picture;
  context.clearRect(0, 0, view.left + view.width + view.right, view.height);
  // Before the first data nobody knows what time it is there.
  if (view.end <= 0) return;
  paintTimeAxis(context, view, colours, !isStale && !isStill);
  context.save();
  if (isStale) context.globalAlpha = 0.4;
  paintRows(context, picture, colours);
  const shift = patternShiftOf(picture);
  paintDensity(context, layout, picture.density, view, colours, shift, picture.isOfAll);
  context.restore();
  paintGaps(context, view, gaps, colours);
  paintNowLine(context, view, isStale || isStill ? colours.faint : colours.ok);
}

/** All that scrolls: nothing of it reaches into the strip or the axis. */
function paintRows(
  context: CanvasRenderingContext2D,
  picture: Picture,
  colours: LaneColours,
): void {
  const { layout, view, standings, pointed, selected } = picture;
  const hasStrip = layout.rest.length > 0 || picture.isOfAll;
  const bottom = hasStrip ? layout.restY : view.height - measures.axis;
  context.save();
  context.beginPath();
  context.rect(0, 2, view.left + view.width + view.right, Math.max(0, bottom - 2));
  context.clip();
  const marked = new Set([pointed?.row.lane.key, selected?.row.lane.key]);
  for (const row of layout.rows) {
    const isHeld = standings.get(row.lane.key)?.isHeld === true;
    paintRow(context, row, view, colours, marked.has(row.lane.key), isHeld);
  }
  paintBars(context, layout.rows, view, colours, patternShiftOf(picture));
  paintBlockers(context, picture, colours);
  for (const row of layout.rows) {
    paintStanding(context, row, picture, colours, marked.has(row.lane.key));
  }
  for (const mark of [pointed, selected])
    if (mark !== null) paintLink(context, picture, mark.row, colours);
  if (pointed !== null) paintOutline(context, picture, pointed, colours.text, 1);
  if (selected !== null) paintOutline(context, picture, selected, colours.info, 2);
  context.restore();
}

/** How far the bars have moved since a fixed moment, so that patterns stay still within them. */
function patternShiftOf({ view }: Picture): number {
  const origin = timeToX(view, 0);
  return ((-origin % patternPeriod) + patternPeriod) % patternPeriod;
}

function paintOutline(
  context: CanvasRenderingContext2D,
  { view }: Picture,
  { row, bar }: Mark,
  colour: string,
  lineWidth: number,
): void {
  if (bar === null) return;
  const extent = barExtent(view, bar.span.startedAt, bar.span.endedAt);
  if (extent === null) return;
  const band = barBand(row, bar);
  context.strokeStyle = colour;
  context.lineWidth = lineWidth;
  context.beginPath();
  context.roundRect(extent.x - 1.5, band.y - 1.5, extent.width + 3, band.height + 3, 4);
  context.stroke();
}
