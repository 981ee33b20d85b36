import { onThemeChange, readPalette } from "../charts/palette.ts";
import { watchVisibility } from "../charts/visibility.ts";
import type { LiveState } from "../live/index.ts";
import { shownNow } from "../requests/shown-now.ts";
import { densityOf, densityStepMs } from "./density.ts";
import type { Density } from "./density.ts";
import { viewportFor } from "./geometry.ts";
import { hitTest } from "./hit-test.ts";
import type { Hit } from "./hit-test.ts";
import { laneColours } from "./lane-colours.ts";
import type { LaneColours } from "./lane-colours.ts";
import { LanesModel } from "./lanes-model.ts";
import { layoutLanes } from "./layout.ts";
import type { Layout } from "./layout.ts";
import { findSelected, moveSelection } from "./move-selection.ts";
import type { Direction, Selection } from "./move-selection.ts";
import { paintPicture } from "./paint-picture.ts";
import type { Picture } from "./picture.ts";

/** The part of the live store that the picture reads. */
export interface LanesStore {
  readonly getState: () => LiveState;
  readonly subscribe: (listener: () => void) => () => void;
}

/**
 * The canvas of the lanes. Draws when the data changed, or once per pixel that time has scrolled;
 * not at all while hidden or off screen. Where no data comes, time stands still.
 */
export class LanesPicture {
  readonly #store: LanesStore;
  readonly #canvas: HTMLCanvasElement;
  readonly #model = new LanesModel();
  readonly #stillness = matchMedia("(prefers-reduced-motion: reduce)");
  readonly #stops: (() => void)[] = [];
  #context: CanvasRenderingContext2D | null = null;
  #colours: LaneColours | null = null;
  #size = { width: 0, height: 0, pixelRatio: 1 };
  #layout: Layout = { rows: [], rest: [], restY: 0 };
  #density: Density = { stepMs: densityStepMs, steps: [], most: 0 };
  #densityOf: { layout: Layout; step: number } | null = null;
  #version = -1;
  #drawnAtPixel = Number.NaN;
  #needsDraw = true;
  #isVisible = false;
  #frame = 0;
  #pointer: { readonly x: number; readonly y: number } | null = null;
  #selection: Selection | null = null;
  #picture: Picture | null = null;

  constructor(canvas: HTMLCanvasElement, store: LanesStore) {
    this.#canvas = canvas;
    this.#store = store;
  }

  start(): void {
    this.#context = this.#canvas.getContext("2d");
    const resize = new ResizeObserver(() => this.#measure());
    resize.observe(this.#canvas);
    this.#stops.push(
      () => resize.disconnect(),
      this.#store.subscribe(() => this.#invalidate()),
      onThemeChange(() => {
        this.#colours = null;
        this.#invalidate();
      }),
      watchVisibility(this.#canvas, (isVisible) => {
        this.#isVisible = isVisible;
        if (isVisible) this.#invalidate();
      }),
      () => cancelAnimationFrame(this.#frame),
    );
    this.#measure();
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  /** Where the pointer is, in CSS pixels from the canvas's corner, or null where it left. */
  point(at: { readonly x: number; readonly y: number } | null): Hit | null {
    this.#pointer = at;
    this.#invalidate();
    if (at === null || this.#picture === null) return null;
    return hitTest(this.#layout, this.#picture.view, at.x, at.y);
  }

  /** Moves the keyboard's selection, and tells what it is at. */
  move(direction: Direction): Hit | null {
    this.#selection = moveSelection(this.#layout, this.#selection, direction, this.end());
    this.#invalidate();
    return this.#selection === null ? null : findSelected(this.#layout, this.#selection);
  }

  clearSelection(): void {
    this.#selection = null;
    this.#invalidate();
  }

  /** The time at the right edge: now while data comes, else the last moment anything is known of. */
  end(): number {
    return shownNow(this.#store.getState());
  }

  /** The lanes as they are drawn, top first. */
  get lanes(): LanesModel["lanes"] {
    return this.#model.lanes;
  }

  #measure(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const pixelRatio = devicePixelRatio;
    this.#size = { width, height, pixelRatio };
    this.#canvas.width = Math.round(width * pixelRatio);
    this.#canvas.height = Math.round(height * pixelRatio);
    this.#colours = null;
    this.#version = -1;
    this.#invalidate();
  }

  #invalidate(): void {
    this.#needsDraw = true;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#frame !== 0 || !this.#isVisible) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
      const isScrolling = this.#store.getState().connection.status === "live";
      if (isScrolling && !this.#stillness.matches) this.#schedule();
    });
  }

  #draw(): void {
    const { width, height, pixelRatio } = this.#size;
    if (this.#context === null || width === 0 || height === 0) return;
    const view = viewportFor(width, height, this.end());
    const pixel = Math.floor((view.end * view.width) / 60_000);
    if (!this.#needsDraw && pixel === this.#drawnAtPixel) return;
    this.#needsDraw = false;
    this.#drawnAtPixel = pixel;
    this.#update(height);
    this.#colours ??= laneColours(this.#context, readPalette(), pixelRatio);
    const { status } = this.#store.getState().connection;
    const pointed = this.#pointer && hitTest(this.#layout, view, this.#pointer.x, this.#pointer.y);
    const selected = this.#selection && findSelected(this.#layout, this.#selection);
    this.#picture = {
      layout: this.#layout,
      view,
      density: this.#densityAt(view.end),
      gaps: this.#model.gaps,
      isStale: status !== "live" && status !== "paused" && status !== "past",
      isStill: status === "paused" || status === "past",
      pointed,
      selected,
    };
    this.#context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    paintPicture(this.#context, this.#picture, this.#colours);
  }

  /** Sorts the spans into lanes anew where the state has changed. */
  #update(height: number): void {
    const state = this.#store.getState();
    if (state.version === this.#version) return;
    this.#version = state.version;
    this.#model.update(state, this.#pointer !== null || this.#selection !== null);
    this.#layout = layoutLanes(this.#model.lanes, height);
  }

  /** The strip of the lanes that have no row: made anew with the lanes, or with the next step of time. */
  #densityAt(end: number): Density {
    const layout = this.#layout;
    const step = Math.floor(end / densityStepMs);
    if (this.#densityOf?.layout !== layout || this.#densityOf.step !== step) {
      this.#densityOf = { layout, step };
      this.#density = densityOf(layout.rest, end);
    }
    return this.#density;
  }
}
