/** The pace of frames on a page that keeps up, and the slowest it falls to. */
export const paintPaceBounds = { usualMs: 250, slowestMs: 1_000 } as const;
/** A page that is busy drawing for more than this share of its time draws less often. */
const busyShare = 0.4;
/** Under this share it has room to draw more often again; well under half the other, so that it settles. */
const idleShare = 0.1;
/** Whoever turned the wheel this long ago has come to rest. */
const restMs = 150;
/** How much the newest cost counts among those before it: one slow frame is no load. */
const settle = 0.3;

export interface PaintPaceOptions {
  readonly now: () => number;
  /** Runs the callback when a frame is over, before the next one. */
  readonly onNextFrame: (callback: () => void) => void;
  /** Runs the callback when what is drawn next has been painted, with how long the paint took, milliseconds. */
  readonly paintedIn: (callback: (paintMs: number) => void) => void;
  readonly delay: (callback: () => void, ms: number) => void;
}

/**
 * How often the page draws: with each frame of the gateway, until drawing takes more of the page's time than
 * is good for whoever wants to press something on it. Then half and at last a quarter as often, and so too while
 * somebody scrolls, who sees how smoothly it goes and reads no figure.
 */
export class PaintPace {
  readonly #options: PaintPaceOptions;
  #ms: number = paintPaceBounds.usualMs;
  #costMs = 0;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #scrolledAt = Number.NEGATIVE_INFINITY;

  constructor(options: PaintPaceOptions) {
    this.#options = options;
  }

  /** The least time between two frames. */
  get ms(): number {
    return this.#ms;
  }

  /** Somebody scrolls. */
  scrolled = (): void => {
    this.#scrolledAt = this.#options.now();
  };

  /** Draws before the next paint, or later where the page has to go slower. */
  next = (draw: () => void): void => {
    const { now, onNextFrame, delay } = this.#options;
    const waitMs = this.#drawnAt + this.#gapMs() - now();
    if (waitMs > 0) delay(() => this.next(draw), Math.min(waitMs, restMs));
    else onNextFrame(() => this.#draw(draw));
  };

  #gapMs(): number {
    const { usualMs, slowestMs } = paintPaceBounds;
    if (this.#options.now() - this.#scrolledAt < restMs) return slowestMs;
    return this.#ms > usualMs ? this.#ms : 0;
  }

  #draw(draw: () => void): void {
    const { now, paintedIn } = this.#options;
    const begun = now();
    this.#drawnAt = begun;
    let drawMs = 0;
    // Asked first, so that what is drawn with the next frame counts as its paint.
    paintedIn((paintMs) => this.#adapt(drawMs + paintMs));
    draw();
    // React renders in a microtask of its own, which was queued by then.
    queueMicrotask(() => {
      drawMs = now() - begun;
    });
  }

  #adapt(costMs: number): void {
    this.#costMs += (costMs - this.#costMs) * settle;
    const { usualMs, slowestMs } = paintPaceBounds;
    if (this.#costMs > this.#ms * busyShare) this.#ms = Math.min(slowestMs, this.#ms * 2);
    else if (this.#costMs < this.#ms * idleShare) this.#ms = Math.max(usualMs, this.#ms / 2);
  }
}
