import { barExtent, timeToX } from "./geometry.ts";
import type { LaneColours } from "./lane-colours.ts";
import { barBand } from "./layout.ts";
import { paintBars } from "./paint-bars.ts";
import { paintDensity } from "./paint-density.ts";
import { paintGaps, paintNowLine, paintTimeAxis } from "./paint-frame.ts";
import { paintBlock, paintRow } from "./paint-row.ts";
import type { Picture } from "./picture.ts";

/** Both patterns come around after this many pixels: 33 stripes of 6√2, and within 0.02 of 56 dots of 5. */
const patternPeriod = 33 * 6 * Math.SQRT2;

/** Draws the whole picture on a context that is scaled to CSS pixels. */
export function paintPicture(
  context: CanvasRenderingContext2D,
  picture: Picture,
  colours: LaneColours,
): void {
  const { layout, view, gaps, isStale, pointed, selected } = picture;
  context.clearRect(0, 0, view.left + view.width + 64, view.height);
  paintTimeAxis(context, view, colours, endLabelOf(picture));
  context.save();
  if (isStale) context.globalAlpha = 0.4;
  const marked = new Set([pointed?.row.lane.key, selected?.row.lane.key]);
  for (const row of layout.rows) paintRow(context, row, view, colours, marked.has(row.lane.key));
  const shift = patternShiftOf(picture);
  paintBars(context, layout.rows, view, colours, shift);
  paintDensity(context, layout, picture.density, view, colours, shift);
  for (const row of layout.rows) paintBlock(context, row, picture, colours);
  context.restore();
  paintGaps(context, view, gaps, colours);
  paintNowLine(context, view, isStale || picture.isStill ? colours.faint : colours.ok);
  if (pointed !== null) paintOutline(context, picture, pointed, colours.text, 1);
  if (selected !== null) paintOutline(context, picture, selected, colours.info, 2);
}

/** How far the bars have moved since a fixed moment, so that patterns stay still within them. */
function patternShiftOf({ view }: Picture): number {
  const origin = timeToX(view, 0);
  return ((-origin % patternPeriod) + patternPeriod) % patternPeriod;
}

function endLabelOf({ isStale, isStill, view }: Picture): string {
  if (!isStale && !isStill) return "now";
  return new Date(view.end).toLocaleTimeString("en-GB");
}

function paintOutline(
  context: CanvasRenderingContext2D,
  { view }: Picture,
  { row, bar }: NonNullable<Picture["pointed"]>,
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
