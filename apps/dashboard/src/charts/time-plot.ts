import uPlot from "uplot";
import { drawnValues, goesOn, mostOf, nearestIndex, totalKey } from "./chart-content.ts";
import type { ChartContent } from "./chart-content.ts";
import { usualStep, withGaps } from "./chart-data.ts";
import type { ChartFeed } from "./chart-feed.ts";
import type { ChartDot, ChartSeries } from "./chart-series.ts";
import type { Crosshair } from "./crosshair.ts";
import type { DrawTurns } from "./draw-turns.ts";
import { dotAt, paintDots } from "./paint-dots.ts";
import { paintMarks } from "./paint-marks.ts";
import { paintSpans } from "./paint-spans.ts";
import { onThemeChange, readPalette } from "./palette.ts";
import { plotOptions, type DrawnSeries } from "./plot-options.ts";
import { watchVisibility } from "./visibility.ts";

/** What a chart asks and tells; read when it is needed, so that it may change from render to render. */
export interface PlotEvents {
  readonly unit: (value: number, most?: number) => string;
  /** The request under the pointer. */
  readonly onDot: (dot: ChartDot | null) => void;
  readonly onOpen: ((requestId: string) => void) | undefined;
  readonly onZoom: ((from: number, to: number) => void) | undefined;
}

export interface TimePlotOptions {
  readonly element: HTMLElement;
  readonly height: number;
  readonly feed: ChartFeed;
  readonly crosshair: Crosshair;
  readonly turns: DrawTurns;
  readonly events: () => PlotEvents;
}

/**
 * A uPlot that lives as long as its element. Its feed hands it what to draw outside of rendering, and it
 * draws only while the chart is seen; what came meanwhile is drawn once when it is seen again.
 */
export class TimePlot {
  readonly #options: TimePlotOptions;
  readonly #stops: (() => void)[];
  #plot: uPlot | null = null;
  /** What the plot was made for: it can't change its series. */
  #made = "";
  #drawn: readonly DrawnSeries[] = [];
  #palette = readPalette();
  #most = Number.NEGATIVE_INFINITY;
  #stepMs = 1;
  #isVisible = false;
  /** What the plot shows: what the feed has, or what it had before its turn comes. */
  #content: ChartContent | null = null;
  readonly #drawing = { draw: () => this.#draw() };
  #dot: ChartDot | null = null;
  /** The pointer itself is over it: new data moves the crosshair of every chart. */
  #isOver = false;

  constructor(options: TimePlotOptions) {
    this.#options = options;
    const { element, feed, crosshair, turns } = options;
    const resize = new ResizeObserver(() => this.#resize(element.clientWidth));
    resize.observe(element);
    const leave = () => {
      if (crosshair.isOf(this)) crosshair.point(null, this);
    };
    this.#stops = [
      () => resize.disconnect(),
      leave,
      feed.subscribe(() => this.#changed()),
      crosshair.subscribe(() => this.#follow()),
      onThemeChange(() => this.#recolour()),
      watchVisibility(element, (isVisible) => {
        this.#isVisible = isVisible;
        if (!isVisible) turns.left(this.#drawing);
        else if (this.#content !== feed.get()) this.#drawNow();
        else turns.drawn(this.#drawing);
      }),
    ];
  }

  /** What is drawn; null before anything was. */
  get canvas(): HTMLCanvasElement | null {
    return this.#plot?.ctx.canvas ?? null;
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#options.turns.left(this.#drawing);
    this.#plot?.destroy();
  }

  #changed(): void {
    const { feed, turns } = this.#options;
    if (!this.#isVisible) return;
    if (this.#content !== null && goesOn(this.#content, feed.get())) turns.ask(this.#drawing);
    else this.#drawNow();
  }

  /** What a person asked to see, and not what came by itself. */
  #drawNow(): void {
    this.#options.turns.drawn(this.#drawing);
    this.#draw();
  }

  #draw(): void {
    const content = this.#options.feed.get();
    this.#content = content;
    const plot = this.#plotFor(content);
    this.#stepMs = usualStep(content.data.t);
    const values = drawnValues(content);
    this.#most = mostOf(values, content);
    const all = this.#drawn.map(({ place, before }) =>
      before === null ? (values[place] ?? []) : (content.before?.[before] ?? []),
    );
    const { t, values: lists } = withGaps({ t: content.data.t, values: all });
    // The plot takes lists that may be written to, and leaves them as they are.
    plot.setData([t.slice(), ...lists.map((list) => list.slice())]);
    this.#follow();
  }

  #plotFor({ series, before }: ChartContent): uPlot {
    const made = JSON.stringify([series, Object.keys(before ?? {})]);
    if (this.#plot !== null && made === this.#made) return this.#plot;
    const { element, height, events } = this.#options;
    this.#plot?.destroy();
    this.#made = made;
    this.#drawn = drawOrder(series, Object.keys(before ?? {}));
    const plot = new uPlot(
      plotOptions({
        width: Math.max(1, element.clientWidth),
        height,
        series: this.#drawn,
        palette: () => this.#palette,
        unit: () => events().unit,
        most: () => this.#most,
        stepMs: () => this.#stepMs,
        canZoom: events().onZoom !== undefined,
        hooks: {
          drawAxes: [(drawn) => this.#paintBelow(drawn)],
          draw: [(drawn) => this.#paintAbove(drawn)],
          setCursor: [(drawn) => this.#point(drawn)],
          setSelect: [(drawn) => this.#zoom(drawn)],
        },
      }),
      [[], ...this.#drawn.map(() => [])],
      element,
    );
    plot.over.addEventListener("click", () => {
      if (this.#dot !== null && plot.select.width === 0) events().onOpen?.(this.#dot.id);
    });
    plot.over.addEventListener("mouseenter", () => (this.#isOver = true));
    plot.over.addEventListener("mouseleave", () => (this.#isOver = false));
    this.#plot = plot;
    return plot;
  }

  #paintBelow(plot: uPlot): void {
    const { spans, marks } = this.#options.feed.get();
    if (spans !== undefined && spans.length > 0) paintSpans(plot, spans, this.#palette);
    if (marks !== undefined && marks.length > 0) paintMarks(plot, marks, this.#palette);
  }

  #paintAbove(plot: uPlot): void {
    const { dots } = this.#options.feed.get();
    if (dots !== undefined && dots.length > 0) paintDots(plot, dots, this.#palette);
  }

  #resize(width: number): void {
    if (this.#plot !== null && width > 0 && width !== this.#plot.width) {
      this.#plot.setSize({ width, height: this.#plot.height });
    }
  }

  #recolour(): void {
    this.#palette = readPalette();
    this.#plot?.redraw(true, true);
  }

  /** The pointer moved over this chart, or left it. */
  #point(plot: uPlot): void {
    if (!this.#isOver) return;
    const { crosshair, feed, events } = this.#options;
    const { left = -1, top = -1, idx } = plot.cursor;
    const isOver = left >= 0 && idx != null;
    const { data, dots } = feed.get();
    const time = isOver ? data.t[nearestIndex(data.t, plot.posToVal(left, "x"))] : undefined;
    const dot = isOver ? dotAt(plot, dots ?? [], { x: left, y: top }) : null;
    if (dot !== this.#dot) {
      this.#dot = dot;
      plot.over.style.cursor = dot === null ? "" : "pointer";
      events().onDot(dot);
    }
    crosshair.point(time ?? null, this);
  }

  /** The pointer is over another chart. */
  #follow(): void {
    const { crosshair } = this.#options;
    if (this.#plot === null || !this.#isVisible || crosshair.isOf(this)) return;
    const at = crosshair.get();
    const { min, max } = this.#plot.scales["x"] ?? {};
    const isOn = at !== null && min != null && max != null && at >= min && at <= max;
    if (!isOn && (this.#plot.cursor.left ?? -1) < 0) return;
    const left = isOn ? this.#plot.valToPos(at, "x") : -10;
    this.#plot.setCursor({ left, top: isOn ? 0 : -10 }, false);
  }

  #zoom(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width === 0) return;
    const from = plot.posToVal(left, "x");
    const to = plot.posToVal(left + width, "x");
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#options.events().onZoom?.(from, to);
  }
}

/** What was before lies below, bars from the highest sum down, so that each shows its own part, and lines on top. */
function drawOrder(
  series: readonly ChartSeries[],
  before: readonly string[],
): readonly DrawnSeries[] {
  const indices = [...series.keys()];
  const bars = indices.filter((i) => series[i]?.kind === "bar").reverse();
  const lines = indices.filter((i) => series[i]?.kind === "line");
  const ghosts = before
    .filter((key) => key === totalKey || series.some((one) => one.key === key))
    .map((key) => ({ place: -1, before: key, series: ghostOf(key) }));
  return [
    ...ghosts,
    ...[...bars, ...lines].flatMap((place) => {
      const one = series[place];
      return one === undefined ? [] : [{ place, before: null, series: one }];
    }),
  ];
}

function ghostOf(key: string): ChartSeries {
  return { key: `before ${key}`, label: "before", color: "faint", kind: "line" };
}
