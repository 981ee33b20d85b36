import { visibleText } from "../ui/visible-text.ts";
import { measures } from "./geometry.ts";
import type { Viewport } from "./geometry.ts";
import type { LaneColours } from "./lane-colours.ts";
import type { PlacedLane } from "./layout.ts";
import { fitLabel } from "./fit-text.ts";

const labelLeft = 12;
const holdWidth = 11;

/** A lane's name on the left, how many wait in it, and the line its bars lie on. */
export function paintRow(
  context: CanvasRenderingContext2D,
  row: PlacedLane,
  view: Viewport,
  colours: LaneColours,
  isMarked: boolean,
  isHeld: boolean,
): void {
  const middle =
    row.y + measures.barTop + (row.height - measures.rowHeight + measures.barHeight) / 2;
  if (isMarked) {
    context.fillStyle = colours.lineSoft;
    context.fillRect(0, row.y - 1, view.left + view.width + view.right, row.height);
  }
  context.fillStyle = colours.line;
  context.fillRect(view.left, Math.round(middle), view.width, 1);

  context.font = `11.5px ${colours.font}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  const waiting = row.lane.waiters === 0 ? "" : String(row.lane.waiters);
  const room = view.left - labelLeft - 12 - (waiting === "" ? 0 : 18);
  const label = visibleText(row.lane.label);
  const name = row.lane.isPractice ? `${label} (practice)` : label;
  const left = isHeld ? labelLeft + holdWidth : labelLeft;
  if (isHeld) paintHold(context, labelLeft, middle, colours.warn);
  context.fillStyle = isMarked ? colours.text : colours.muted;
  context.fillText(fitLabel(context, name, room - left + labelLeft), left, middle + 0.5);
  if (waiting === "") return;
  context.font = `10px ${colours.font}`;
  context.textAlign = "right";
  context.fillStyle = row.lane.waiters > 2 ? colours.warn : colours.faint;
  context.fillText(waiting, view.left - 10, middle + 0.5);
}

/** Two bars: an operator holds it. */
function paintHold(
  context: CanvasRenderingContext2D,
  x: number,
  middle: number,
  colour: string,
): void {
  context.fillStyle = colour;
  context.fillRect(x, middle - 4, 2.5, 8);
  context.fillRect(x + 4.5, middle - 4, 2.5, 8);
}
