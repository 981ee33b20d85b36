import type { FrameSearch, RequestsSearch } from "../app/search.ts";

/** How a figure stands against the period before: worse, better, or neither. */
export interface Delta {
  readonly text: string;
  readonly tone: "worse" | "same" | "better";
}

/** One figure on top of the Overview. */
export interface Tile {
  readonly label: string;
  readonly value: string;
  /** What the value leaves out. */
  readonly valueNote?: string | undefined;
  /** After the value, smaller: its unit, and what goes with it. */
  readonly unit: string;
  readonly delta: Delta | null;
  readonly spark: readonly (number | null)[];
  readonly isBad: boolean;
  readonly cause: TileCause;
}

/** Where one goes to see why: to the requests it is about, over the time it counts, or to the models. */
export type TileCause =
  | { readonly to: "/requests"; readonly search: RequestsSearch & FrameSearch }
  | { readonly to: "/models"; readonly search: FrameSearch };

const minus = "−";

function signed(value: number, text: string): string {
  return `${value < 0 ? minus : "+"}${text}`;
}

/** A change in per cent, nothing under half a per cent counts; how many times as much from ten times on. */
export function percentDelta(now: number, before: number | null): Delta | null {
  if (before === null || before === 0) return null;
  const times = now / before;
  if (times >= 10) return { text: `${Math.round(times)}×`, tone: "same" };
  const percent = Math.round((times - 1) * 100);
  return { text: `${signed(percent, String(Math.abs(percent)))} %`, tone: "same" };
}

/** A change in a count; worse where it grew by half and by at least `floor`. */
export function countDelta(now: number, before: number | null, floor: number): Delta | null {
  if (before === null) return null;
  const by = Math.round(now - before);
  const isWorse = by >= floor && now >= before * 1.5;
  return { text: signed(by, String(Math.abs(by))), tone: isWorse ? "worse" : "same" };
}

/** A change in a duration; worse where it doubled and grew by at least `floorMs`. */
export function durationDelta(now: number, before: number | null, floorMs: number): Delta | null {
  if (before === null) return null;
  const by = now - before;
  const isWorse = by >= floorMs && now >= before * 2;
  const size = Math.abs(by);
  const text = size >= 1_000 ? `${(size / 1_000).toFixed(1)} s` : `${Math.round(size)} ms`;
  return { text: signed(Math.round(by), text), tone: isWorse ? "worse" : "same" };
}

/** A change in a rate of 0…1: times normal where it doubled, else percentage points. */
export function rateDelta(now: number, before: number | null): Delta | null {
  if (before === null) return null;
  if (before > 0 && now >= 0.02 && now >= before * 2) {
    return { text: `${(now / before).toFixed(1)}×`, tone: "worse" };
  }
  const points = (now - before) * 100;
  const tone = points >= 2 ? "worse" : points <= -2 ? "better" : "same";
  return { text: `${signed(points, Math.abs(points).toFixed(1))} pt`, tone };
}

/** A duration as a tile shows it: the figure and its unit apart. */
export function splitDuration(ms: number): { readonly value: string; readonly unit: string } {
  if (ms < 1_000) return { value: String(Math.round(ms)), unit: "ms" };
  return { value: (ms / 1_000).toFixed(1), unit: "s" };
}

export function shortFigure(value: number): string {
  if (value === 0) return "0";
  if (value < 0.095) return value.toFixed(2);
  return value < 99.5 ? value.toFixed(1) : String(Math.round(value));
}
