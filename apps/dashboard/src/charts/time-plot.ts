import uPlot from "uplot";
import { highest, stacked, usualStep, withGaps } from "./chart-data.ts";
import type { ChartData } from "./chart-data.ts";
import type { ChartMark, ChartSeries } from "./chart-series.ts";
import { paintMarks } from "./paint-marks.ts";
import { onThemeChange, readPalette } from "./palette.ts";
import { plotOptions } from "./plot-options.ts";
import { watchVisibility } from "./visibility.ts";

/** What a chart asks and tells; read when it is needed, so that it may change from render to render. */
export interface PlotEvents {
  readonly unit: (value: number) => string;
  /** The time under the crosshair, or null where there is none. */
  readonly onPoint: (t: number | null) => void;
  readonly onOpenAt: ((t: number) => void) | undefined;
  readonly onZoom: ((from: number, to: number) => void) | undefined;
}

/**
 * A uPlot that lives as long as its element. Data is handed to it outside of rendering, and is drawn
 * only while the chart is seen; what came meanwhile is drawn once when it is seen again.
 */
export class TimePlot {
  readonly #plot: uPlot;
  readonly #stops: (() => void)[];
  readonly #series: readonly ChartSeries[];
  /** Stacked bars are drawn from the highest sum down, so that each shows its own part. */
  readonly #drawn: readonly number[];
  #palette = readPalette();
  #marks: readonly ChartMark[] = [];
  #most = Number.NEGATIVE_INFINITY;
  #stepMs = 1;
  #isVisible = false;
  #pending: ChartData | null = null;
  #times: readonly number[] = [];

  constructor(
    element: HTMLElement,
    series: readonly ChartSeries[],
    height: number,
    events: () => PlotEvents,
  ) {
    this.#series = series;
    this.#drawn = drawOrder(series);
    const options = plotOptions({
      width: Math.max(1, element.clientWidth),
      height,
      series: this.#drawn.flatMap((i) => series[i] ?? []),
      palette: () => this.#palette,
      unit: () => events().unit,
      most: () => this.#most,
      stepMs: () => this.#stepMs,
      canZoom: events().onZoom !== undefined,
      hooks: {
        drawAxes: [(plot) => paintMarks(plot, this.#marks, this.#palette)],
        setCursor: [(plot) => events().onPoint(this.#timeAt(plot.cursor.idx ?? null))],
        setSelect: [(plot) => this.#zoom(plot, events().onZoom)],
      },
    });
    this.#plot = new uPlot(options, [[], ...series.map(() => [])], element);
    const open = () => this.#open(events().onOpenAt);
    this.#plot.over.addEventListener("click", open);
    const resize = new ResizeObserver(() => this.#resize(element.clientWidth));
    resize.observe(element);
    this.#stops = [
      () => resize.disconnect(),
      onThemeChange(() => this.#recolour()),
      watchVisibility(element, (isVisible) => {
        this.#isVisible = isVisible;
        if (isVisible && this.#pending !== null) this.setData(this.#pending);
      }),
    ];
  }

  setData(data: ChartData): void {
    this.#pending = data;
    if (!this.#isVisible) return;
    this.#pending = null;
    this.#stepMs = usualStep(data.t);
    const { t, values } = withGaps(data);
    this.#times = t;
    const bars = this.#series.flatMap((series, i) => (series.kind === "bar" ? [i] : []));
    const sums = stacked(bars.map((i) => values[i] ?? []));
    const shown = values.map((list, i) =>
      bars.includes(i) ? (sums[bars.indexOf(i)] ?? []) : list,
    );
    this.#most = highest(shown);
    this.#plot.setData([[...t], ...this.#drawn.map((i) => [...(shown[i] ?? [])])]);
  }

  setMarks(marks: readonly ChartMark[]): void {
    this.#marks = marks;
    if (this.#isVisible) this.#plot.redraw(false);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#plot.destroy();
  }

  #resize(width: number): void {
    if (width > 0 && width !== this.#plot.width) {
      this.#plot.setSize({ width, height: this.#plot.height });
    }
  }

  #recolour(): void {
    this.#palette = readPalette();
    this.#plot.redraw(true, true);
  }

  /** The time of a point; the plot counts the empty ones too, its caller does not. */
  #timeAt(index: number | null): number | null {
    return index === null ? null : (this.#times[index] ?? null);
  }

  #open(onOpenAt: PlotEvents["onOpenAt"]): void {
    const t = this.#timeAt(this.#plot.cursor.idx ?? null);
    if (t !== null && this.#plot.select.width === 0) onOpenAt?.(t);
  }

  #zoom(plot: uPlot, onZoom: PlotEvents["onZoom"]): void {
    const { left, width } = plot.select;
    if (width === 0) return;
    const from = plot.posToVal(left, "x");
    const to = plot.posToVal(left + width, "x");
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    onZoom?.(from, to);
  }
}

function drawOrder(series: readonly ChartSeries[]): number[] {
  const indices = [...series.keys()];
  const bars = indices.filter((i) => series[i]?.kind === "bar").reverse();
  return [...bars, ...indices.filter((i) => series[i]?.kind === "line")];
}
