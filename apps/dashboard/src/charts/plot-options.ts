import uPlot from "uplot";
import { alone } from "./chart-data.ts";
import type { ChartSeries } from "./chart-series.ts";
import type { Palette } from "./palette.ts";
import { clockLabel, timeSteps, valueTicks } from "./ticks.ts";

const left = 38;
const padRight = 8;
const dragFromPx = 6;
const edge = 14;

/** One series in the place where it is drawn. */
export interface DrawnSeries {
  /** Among the chart's series; −1 for one of the period before. */
  readonly place: number;
  /** Of the period before: the key of its series. */
  readonly before: string | null;
  readonly series: ChartSeries;
}

/** A value with its unit, as it stands on an axis whose last tick is `most`. */
type AxisUnit = (value: number, most: number) => string;

export interface PlotOptionsInput {
  readonly width: number;
  readonly height: number;
  /** In the order they are drawn. */
  readonly series: readonly DrawnSeries[];
  readonly palette: () => Palette;
  readonly unit: () => AxisUnit;
  /** The highest value that is drawn. */
  readonly most: () => number;
  readonly stepMs: () => number;
  readonly canZoom: boolean;
  readonly hooks: uPlot.Hooks.Arrays;
}

/** How uPlot draws a chart of the house: four faint ticks, clock times below, no legend of its own. */
export function plotOptions(input: PlotOptionsInput): uPlot.Options {
  const { palette, hooks } = input;
  return {
    width: input.width,
    height: input.height,
    ms: 1,
    padding: [12, padRight, 0, 0],
    legend: { show: false },
    hooks,
    cursor: {
      y: false,
      points: { size: 6, width: 0 },
      drag: { x: input.canZoom, y: false, setScale: false, dist: dragFromPx },
    },
    select: { show: true, left: 0, top: 0, width: 0, height: 0 },
    scales: {
      x: { time: true, range: (_, min, max) => padded(min, max, input.stepMs() / 2) },
      y: { range: () => [0, valueTicks(input.most()).at(-1) || 1] },
    },
    axes: [timeAxis(palette), valueAxis(input)],
    series: [{}, ...input.series.map((drawn) => seriesOptions(drawn, palette))],
  };
}

function timeAxis(palette: () => Palette): uPlot.Axis {
  return {
    size: 22,
    gap: 4,
    space: 60,
    incrs: timeSteps,
    font: font(palette),
    stroke: () => palette()("faint"),
    grid: { show: false },
    ticks: { show: false },
    // A label that the edge would cut, or that would lie over the value axis, is left out.
    filter: (plot, splits) => {
      // By what it will be: at the first drawing the element itself has no width yet.
      const right = plot.width - left - padRight - edge;
      return splits.map((t) => {
        const x = plot.valToPos(t, "x");
        return x < edge || x > right ? null : t;
      });
    },
    values: (_, splits, __, ___, stepMs) =>
      splits.map((t) => (t === null ? null : clockLabel(t, stepMs))),
  };
}

function valueAxis({ palette, unit, most }: PlotOptionsInput): uPlot.Axis {
  return {
    size: left,
    gap: 6,
    font: font(palette),
    stroke: () => palette()("faint"),
    grid: { stroke: () => palette()("line-soft"), width: 1 },
    ticks: { show: false },
    splits: () => valueTicks(most()),
    values: (_, splits) =>
      splits.map((value) => (value === 0 ? "0" : unit()(value, splits.at(-1) ?? value))),
  };
}

function seriesOptions({ series, before }: DrawnSeries, palette: () => Palette): uPlot.Series {
  const colour = () => palette()(series.color);
  const shared = { label: series.label, stroke: colour, spanGaps: false };
  if (before !== null) return { ...shared, width: 1, alpha: 0.65, points: { show: false } };
  if (series.kind === "bar") {
    const bars = uPlot.paths.bars?.({ size: [0.76, 24], align: 0 });
    return {
      ...shared,
      fill: colour,
      width: 0,
      points: { show: false },
      ...(bars === undefined ? {} : { paths: bars }),
    };
  }
  return {
    ...shared,
    width: 1.6,
    // A point between two gaps has no line to be seen by.
    points: { show: true, size: 4, width: 0, fill: colour, filter: pointsAlone },
    ...(series.dash === undefined ? {} : { dash: [...series.dash] }),
  };
}

function pointsAlone(plot: uPlot, index: number): number[] {
  return alone(plot.data[index] ?? []);
}

function font(palette: () => Palette): string {
  return `10px ${palette()("sans")}`;
}

/** Half a step at both ends: bars have room, and charts of one time lie alike whether they have any or not. */
function padded(min: number, max: number, by: number): [number, number] {
  return min === max ? [min - 1, max + 1] : [min - by, max + by];
}
