import { formatAxisDuration } from "../figures/axis-units.ts";
import {
  clockLabel,
  readPalette,
  timeSteps,
  onThemeChange,
  type Palette,
} from "../charts/index.ts";
import { durationTicks, HeatGrid, type HeatSize } from "./heat-grid.ts";
import type { Heatmap } from "@signalbox/api-contract";

const tickSpacePx = 26;
const timeSpacePx = 76;
/** One call has to be seen beside a thousand. */
const leastShade = 0.16;
const hatchPx = 6;

/** The canvas of a heat map: drawn when its data, its size or the theme changes, outside of rendering. */
export class HeatPicture {
  readonly #canvas: HTMLCanvasElement;
  readonly #stops: (() => void)[];
  #map: Heatmap | null = null;
  #size: HeatSize = { width: 0, height: 0 };
  #palette = readPalette();

  constructor(element: HTMLElement, canvas: HTMLCanvasElement, onSize: () => void) {
    this.#canvas = canvas;
    const resize = new ResizeObserver(() => {
      this.#size = { width: element.clientWidth, height: element.clientHeight };
      this.#draw();
      onSize();
    });
    resize.observe(element);
    this.#stops = [
      () => resize.disconnect(),
      onThemeChange(() => {
        this.#palette = readPalette();
        this.#draw();
      }),
    ];
  }

  get grid(): HeatGrid | null {
    return this.#map === null || this.#size.width === 0
      ? null
      : new HeatGrid(this.#map, this.#size);
  }

  setMap(map: Heatmap): void {
    this.#map = map;
    this.#draw();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  #draw(): void {
    const { grid } = this;
    const context = this.#canvas.getContext("2d");
    if (grid === null || context === null) return;
    const ratio = devicePixelRatio;
    this.#canvas.width = Math.round(this.#size.width * ratio);
    this.#canvas.height = Math.round(this.#size.height * ratio);
    context.scale(ratio, ratio);
    paintAxes(context, grid, this.#palette);
    paintCells(context, grid, this.#palette);
  }
}

function paintCells(context: CanvasRenderingContext2D, grid: HeatGrid, palette: Palette): void {
  const { most, map, area } = grid;
  context.fillStyle = palette("info");
  for (let column = 0; column < grid.columns; column += 1) {
    const counts = map.counts[column] ?? null;
    if (counts === null) {
      const { x, width } = grid.box({ column, band: 0 });
      paintUnknown(context, { x, y: area.top, width, height: area.height }, palette);
      context.fillStyle = palette("info");
      continue;
    }
    for (const [band, count] of counts.entries()) {
      if (count === 0) continue;
      const { x, y, width, height } = grid.box({ column, band });
      // By the root, so that few calls are told from none, and many from more.
      context.globalAlpha = leastShade + (1 - leastShade) * Math.sqrt(count / most);
      const space = width > 4 ? 0.5 : 0;
      context.fillRect(x + space, y + space, width - 2 * space, height - 2 * space);
    }
    context.globalAlpha = 1;
  }
}

function paintUnknown(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  palette: Palette,
): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = palette("line");
  context.beginPath();
  for (let at = Math.floor((x - height) / hatchPx) * hatchPx; at < x + width; at += hatchPx) {
    context.moveTo(at, y + height);
    context.lineTo(at + height, y);
  }
  context.stroke();
  context.restore();
}

function paintAxes(context: CanvasRenderingContext2D, grid: HeatGrid, palette: Palette): void {
  const { area, map } = grid;
  context.font = `10px ${palette("sans")}`;
  context.fillStyle = palette("faint");
  context.strokeStyle = palette("line-soft");
  context.lineWidth = 1;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const ms of durationTicks(grid, tickSpacePx)) {
    const y = Math.round(grid.yOf(ms) ?? 0) + 0.5;
    context.fillText(formatAxisDuration(ms), area.left - 6, y);
    context.beginPath();
    context.moveTo(area.left, y);
    context.lineTo(area.left + area.width, y);
    context.stroke();
  }
  context.textAlign = "center";
  context.textBaseline = "top";
  const spanMs = grid.columns * map.stepMs;
  const most = Math.max(1, Math.floor(area.width / timeSpacePx));
  const step = timeSteps.find((one) => spanMs / one <= most) ?? spanMs;
  const [start = 0] = map.t;
  const offset = new Date(start).getTimezoneOffset() * 60_000;
  const first = Math.ceil((start - offset) / step) * step + offset;
  for (let t = first; t <= start + spanMs; t += step) {
    const x = grid.xOf(t);
    if (x === null || x > area.left + area.width - 14 || x < area.left + 8) continue;
    context.fillText(clockLabel(t, step), x, area.top + area.height + 5);
  }
}
