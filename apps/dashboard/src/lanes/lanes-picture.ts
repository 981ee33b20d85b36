import { onThemeChange, readPalette } from "../charts/palette.ts";
import { watchVisibility } from "../charts/visibility.ts";
import type { LiveState } from "../live/index.ts";
import { shownNow } from "../requests/shown-now.ts";
import { DrawClock } from "./draw-clock.ts";
import { densityOf, densityStepOf, type Density } from "./density.ts";
import type { DrawnLane } from "./drawn-lane.ts";
import { viewportFor, xToTime, type Viewport } from "./geometry.ts";
import { hitTest, type Hit } from "./hit-test.ts";
import { laneColours, type LaneColours } from "./lane-colours.ts";
import { laneStanding, type LaneStanding } from "./lane-standing.ts";
import { LanesModel } from "./lanes-model.ts";
import { layoutLanes, layoutScrolled, scrollTo, type Layout } from "./layout.ts";
import { moveSelection, selectedBar, type Direction, type Selection } from "./move-selection.ts";
import { paintPicture } from "./paint-picture.ts";
import type { Mark, Picture } from "./picture.ts";
import { plainInput, type PictureInput } from "./picture-input.ts";

/** The part of the live store that the picture reads. */
export interface LanesStore {
  readonly getState: () => LiveState;
  readonly subscribe: (listener: () => void) => () => void;
}

/** What a layout was made of. */
interface LaidOut {
  readonly lanes: readonly DrawnLane[];
  readonly height: number;
  readonly scrollTop: number;
  readonly hasStrip: boolean;
}

/**
 * The canvas of the lanes. Draws when the data changed or time has moved on by a pixel, and when a person
 * acts. Where no data comes, time stands still.
 */
export class LanesPicture {
  readonly #store: LanesStore;
  readonly #canvas: HTMLCanvasElement;
  readonly #onLayout: (scrollHeight: number) => void;
  readonly #model = new LanesModel();
  readonly #stillness = matchMedia("(prefers-reduced-motion: reduce)");
  readonly #clock = new DrawClock({
    draw: () => this.#draw(),
    isDue: () => this.#needsDraw || pixelOf(this.#view()) !== this.#drawnAtPixel,
    isMoving: () => this.#isMoving(),
  });
  readonly #stops: (() => void)[] = [];
  #input: PictureInput = plainInput;
  #shownInput: PictureInput | null = null;
  #context: CanvasRenderingContext2D | null = null;
  #colours: LaneColours | null = null;
  #size = { width: 0, height: 0, pixelRatio: 1 };
  #scrollTop = 0;
  #layout: Layout = { rows: [], rest: [], restY: 0, above: 0, scrollHeight: 0 };
  #laidOut: LaidOut | null = null;
  #density: Density = { stepMs: 1, steps: [], most: 0 };
  #densityOf: { layout: Layout; step: number; spanMs: number } | null = null;
  #version = -1;
  #drawnAtPixel = Number.NaN;
  #needsDraw = true;
  #pointer: { readonly x: number; readonly y: number } | null = null;
  #selection: Selection | null = null;
  readonly #listeners = new Set<() => void>();
  #revision = 0;
  #picture: Picture | null = null;

  /** `onLayout` is told how much there is to scroll through, whenever that changed. */
  constructor(
    canvas: HTMLCanvasElement,
    store: LanesStore,
    onLayout: (scrollHeight: number) => void = () => {},
  ) {
    this.#canvas = canvas;
    this.#store = store;
    this.#onLayout = onLayout;
  }

  start(): void {
    this.#context = this.#canvas.getContext("2d");
    const resize = new ResizeObserver(() => this.#measure());
    resize.observe(this.#canvas);
    this.#stops.push(
      () => resize.disconnect(),
      this.#store.subscribe(() => {
        this.#needsDraw = true;
        this.#clock.withThisPaint();
      }),
      onThemeChange(() => {
        this.#colours = null;
        this.#invalidate();
      }),
      watchVisibility(this.#canvas, (isVisible) => {
        this.#clock.isVisible = isVisible;
      }),
      () => this.#clock.stop(),
    );
    this.#measure();
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  /** Calls back whenever other lanes, or the same with something new in them, have been drawn. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Another one whenever what is drawn is. */
  readonly revision = (): number => this.#revision;

  /** What it is drawn by from now on. */
  show(input: PictureInput): void {
    this.#input = input;
    this.#invalidate();
  }

  scroll(top: number): void {
    this.#scrollTop = top;
    this.#invalidate();
  }

  /** Where the pointer is, in CSS pixels from the canvas's corner, or null where it left. */
  point(at: { readonly x: number; readonly y: number } | null): Hit | null {
    this.#pointer = at;
    this.#invalidate();
    if (at === null || this.#picture === null) return null;
    return hitTest(this.#layout, this.#picture.view, at.x, at.y);
  }

  /** Moves the keyboard's selection, and tells what it is at. */
  move(direction: Direction): Mark | null {
    const end = this.end();
    const sight = { begin: end - this.#input.window.spanMs, end };
    return this.select(moveSelection(this.#model.lanes, this.#selection, direction, sight));
  }

  /** Selects a lane, and a span in it; tells what it is at. */
  select(selection: Selection | null): Mark | null {
    this.#selection = selection;
    this.#invalidate();
    const lane = this.#model.lanes.find(({ key }) => key === selection?.laneKey);
    if (selection === null || lane === undefined) return null;
    const row = this.#layout.rows.find((placed) => placed.lane.key === lane.key);
    return { row: row ?? { lane, y: 0, height: 0 }, bar: selectedBar(lane, selection) };
  }

  /** Null where none is selected, or the one that was is not drawn any more. */
  selectedLane(): DrawnLane | null {
    return this.#model.lanes.find(({ key }) => key === this.#selection?.laneKey) ?? null;
  }

  /** How far to scroll so that the selected lane is in sight. */
  scrollToSelection(): number {
    const key = this.#selection?.laneKey ?? "";
    return scrollTo(this.#model.lanes, this.#size.height, this.#scrollTop, key);
  }

  /** The time at the right edge: now while data comes, else the last moment anything is known of. */
  end(): number {
    return this.#input.window.end ?? this.now();
  }

  /** The window goes on with time. */
  get isNow(): boolean {
    return this.#input.window.end === null;
  }

  /** The end of what can be shown. */
  now(): number {
    return shownNow(this.#store.getState());
  }

  /** The time under a place, and how much of it a pixel is. */
  timeAt(x: number): number {
    return xToTime(this.#view(), x);
  }

  get msPerPixel(): number {
    return this.#input.window.spanMs / this.#view().width;
  }

  /** The lanes as they are drawn, top first. */
  get lanes(): LanesModel["lanes"] {
    return this.#model.lanes;
  }

  standing(lane: DrawnLane): LaneStanding | null {
    if (this.#input.window.end !== null) return null;
    return laneStanding(lane, this.#model.told(lane.lane), this.now());
  }

  #view(): Viewport {
    const { width, height } = this.#size;
    const { window, isScrolled } = this.#input;
    const { spanMs } = window;
    return viewportFor({ width, height, end: this.end(), spanMs, hasGutter: isScrolled });
  }

  #measure(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const pixelRatio = devicePixelRatio;
    this.#size = { width, height, pixelRatio };
    this.#canvas.width = Math.round(width * pixelRatio);
    this.#canvas.height = Math.round(height * pixelRatio);
    this.#colours = null;
    this.#laidOut = null;
    this.#invalidate();
  }

  /** Draws with the next frame. */
  #invalidate(): void {
    this.#needsDraw = true;
    this.#clock.atOnce();
  }

  #isMoving(): boolean {
    return (
      this.isNow && this.#store.getState().connection.status === "live" && !this.#stillness.matches
    );
  }

  #draw(): void {
    const { width, height, pixelRatio } = this.#size;
    if (this.#context === null || width === 0 || height === 0) return;
    const view = this.#view();
    this.#needsDraw = false;
    const before = this.#revision;
    this.#drawnAtPixel = pixelOf(view);
    this.#update();
    this.#place();
    this.#colours ??= laneColours(this.#context, readPalette(), pixelRatio);
    this.#picture = this.#pictureOf(view);
    this.#context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    paintPicture(this.#context, this.#picture, this.#colours);
    if (this.#revision !== before) for (const listener of this.#listeners) listener();
  }

  #pictureOf(view: Viewport): Picture {
    const layout = this.#layout;
    const { status } = this.#store.getState().connection;
    const { window, stored, isScrolled } = this.#input;
    const standings = new Map<string, LaneStanding>();
    for (const { lane } of layout.rows) {
      const standing = this.standing(lane);
      if (standing !== null) standings.set(lane.key, standing);
    }
    const pointed = this.#pointer && hitTest(layout, view, this.#pointer.x, this.#pointer.y);
    const density = stored?.density ?? null;
    return {
      layout,
      view,
      density: density ?? this.#densityAt(view.end),
      isOfAll: density !== null,
      gaps: this.#model.gaps,
      standings,
      hasGutter: isScrolled,
      isStale: status !== "live" && status !== "paused" && status !== "past",
      isStill: status === "paused" || status === "past" || window.end !== null,
      pointed,
      selected: this.#selected(),
    };
  }

  #selected(): Mark | null {
    const selection = this.#selection;
    if (selection === null) return null;
    const row = this.#layout.rows.find(({ lane }) => lane.key === selection.laneKey);
    return row === undefined ? null : { row, bar: selectedBar(row.lane, selection) };
  }

  /** Sorts the spans into lanes anew where the state or what is asked for has changed. */
  #update(): void {
    const state = this.#store.getState();
    if (state.version === this.#version && this.#shownInput === this.#input) return;
    this.#version = state.version;
    this.#shownInput = this.#input;
    const isHeld = this.#pointer !== null || this.#selection !== null;
    this.#model.update(state, isHeld, this.#input);
    this.#revision += 1;
  }

  #place(): void {
    const { lanes } = this.#model;
    const { height } = this.#size;
    const { isScrolled, stored } = this.#input;
    const scrollTop = isScrolled ? this.#scrollTop : 0;
    const hasStrip = stored?.density != null;
    const at = this.#laidOut;
    const isSame = at?.lanes === lanes && at.height === height && at.hasStrip === hasStrip;
    if (isSame && at.scrollTop === scrollTop) return;
    const before = this.#layout.scrollHeight;
    this.#layout = isScrolled
      ? layoutScrolled(lanes, height, scrollTop, hasStrip)
      : layoutLanes(lanes, height);
    this.#laidOut = { lanes, height, scrollTop, hasStrip };
    if (this.#layout.scrollHeight !== before) this.#onLayout(this.#layout.scrollHeight);
  }

  /** The strip of the lanes that have no row: made anew with the lanes, or with the next step of time. */
  #densityAt(end: number): Density {
    const layout = this.#layout;
    const { spanMs } = this.#input.window;
    const step = Math.floor(end / densityStepOf(spanMs));
    const at = this.#densityOf;
    if (at?.layout !== layout || at.step !== step || at.spanMs !== spanMs) {
      this.#densityOf = { layout, step, spanMs };
      this.#density = densityOf(layout.rest, end, spanMs);
    }
    return this.#density;
  }
}

/** Which pixel of all time the right edge is at. */
function pixelOf(view: Viewport): number {
  return Math.floor((view.end * view.width) / view.spanMs);
}
