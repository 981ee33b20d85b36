import type { Palette } from "../charts/palette.ts";
import { hatching, stippling } from "./patterns.ts";

/** All that the painter fills and strokes with, made once per theme and pixel ratio. */
export interface LaneColours {
  readonly queued: CanvasPattern | string;
  readonly tool: CanvasPattern | string;
  readonly stream: string;
  readonly queue: string;
  readonly bad: string;
  readonly warn: string;
  readonly ok: string;
  readonly info: string;
  readonly text: string;
  readonly muted: string;
  readonly faint: string;
  readonly line: string;
  readonly lineSoft: string;
  readonly surface: string;
  readonly font: string;
}

export function laneColours(
  context: CanvasRenderingContext2D,
  palette: Palette,
  pixelRatio: number,
): LaneColours {
  const queue = palette("queue");
  const tool = palette("tool");
  return {
    queued: hatching(context, queue, pixelRatio) ?? queue,
    tool: stippling(context, tool, palette("bg"), pixelRatio) ?? tool,
    stream: palette("stream"),
    queue,
    bad: palette("bad"),
    warn: palette("warn"),
    ok: palette("ok"),
    info: palette("info"),
    text: palette("text"),
    muted: palette("muted"),
    faint: palette("faint"),
    line: palette("line"),
    lineSoft: palette("line-soft"),
    surface: palette("surface"),
    font: palette("sans"),
  };
}
