import type { Heatmap } from "@signalbox/api-contract";

/** One cell: its place, what it stands for, and how many calls are in it; null where nothing is known. */
export interface HeatCell {
  readonly column: number;
  readonly band: number;
  readonly from: number;
  readonly to: number;
  readonly minMs: number;
  readonly maxMs: number;
  readonly count: number | null;
}

export interface HeatSize {
  readonly width: number;
  readonly height: number;
}

const left = 46;
const right = 8;
const top = 8;
const bottom = 22;

/** Where the cells of a heat map are in an element, in CSS pixels. */
export class HeatGrid {
  readonly map: Heatmap;
  readonly #size: HeatSize;

  constructor(map: Heatmap, size: HeatSize) {
    this.map = map;
    this.#size = size;
  }

  get columns(): number {
    return this.map.t.length;
  }

  get bands(): number {
    return Math.max(0, this.map.bounds.length - 1);
  }

  get area(): { left: number; top: number; width: number; height: number } {
    const { width, height } = this.#size;
    return {
      left,
      top,
      width: Math.max(1, width - left - right),
      height: Math.max(1, height - top - bottom),
    };
  }

  cell(column: number, band: number): HeatCell | null {
    const { t, stepMs, bounds, counts } = this.map;
    const from = t[column];
    const [minMs, maxMs] = [bounds[band], bounds[band + 1]];
    if (from === undefined || minMs === undefined || maxMs === undefined) return null;
    const count = counts[column]?.[band] ?? null;
    return { column, band, from, to: from + stepMs, minMs, maxMs, count };
  }

  /** The one at a point, or the nearest at the edges. */
  cellAt(x: number, y: number): HeatCell | null {
    const { area } = this;
    const column = Math.floor(((x - area.left) / area.width) * this.columns);
    const band = this.bands - 1 - Math.floor(((y - area.top) / area.height) * this.bands);
    return this.cell(inside(column, this.columns), inside(band, this.bands));
  }

  /** The bands lie one on the other, the quickest at the bottom. */
  box({ column, band }: Pick<HeatCell, "column" | "band">) {
    const { area } = this;
    const width = area.width / Math.max(1, this.columns);
    const height = area.height / Math.max(1, this.bands);
    return {
      x: area.left + column * width,
      y: area.top + (this.bands - 1 - band) * height,
      width,
      height,
    };
  }

  timeAt(x: number): number {
    const { area } = this;
    const share = Math.min(1, Math.max(0, (x - area.left) / area.width));
    return (this.map.t[0] ?? 0) + share * this.columns * this.map.stepMs;
  }

  /** Null beyond the edges. */
  xOf(t: number): number | null {
    const { area } = this;
    const share = (t - (this.map.t[0] ?? 0)) / (this.columns * this.map.stepMs);
    return share < 0 || share > 1 ? null : area.left + share * area.width;
  }

  /** Of a duration between the outermost bounds; the axis is logarithmic. */
  yOf(ms: number): number | null {
    const { area } = this;
    const [lowest = 0, second = 1] = this.map.bounds;
    // The lowest band of all begins at nothing, which has no logarithm.
    const first = lowest > 0 ? lowest : second / 2;
    const last = this.map.bounds.at(-1) ?? 0;
    if (!(ms >= first && ms <= last && last > first)) return null;
    const share = Math.log(ms / first) / Math.log(last / first);
    return area.top + area.height * (1 - share);
  }

  get most(): number {
    let most = 0;
    for (const column of this.map.counts) {
      for (const count of column ?? []) if (count > most) most = count;
    }
    return most;
  }
}

/** Round durations for the axis, in milliseconds: 1, 2, 5, 10 … no closer than `space` pixels. */
export function durationTicks(grid: HeatGrid, space: number): number[] {
  const ticks: number[] = [];
  let last = Infinity;
  for (let power = -2; power <= 7; power += 1) {
    for (const step of [1, 2, 5]) {
      const ms = Number((step * 10 ** power).toPrecision(1));
      const y = grid.yOf(ms);
      if (y === null || last - y < space) continue;
      ticks.push(ms);
      last = y;
    }
  }
  return ticks;
}

function inside(place: number, count: number): number {
  return Math.min(count - 1, Math.max(0, place));
}
