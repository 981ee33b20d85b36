/** Four pictures a second are enough to see time pass; what a person does is drawn at once. */
const leastBetweenMs = 250;
/** Frames come a little early and a little late. */
const slackMs = 50;

export interface DrawClockOptions {
  readonly draw: () => void;
  /** Something changed since the last picture, or time has moved on by a pixel. */
  readonly isDue: () => boolean;
  /** Time goes on by itself. */
  readonly isMoving: () => boolean;
}

/** When a picture is drawn: four times a second at most, at once when a person acts, not at all out of sight. */
export class DrawClock {
  readonly #options: DrawClockOptions;
  #isVisible = false;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: DrawClockOptions) {
    this.#options = options;
  }

  set isVisible(isVisible: boolean) {
    this.#isVisible = isVisible;
    if (isVisible) this.atOnce();
  }

  /** With the next frame. */
  atOnce(): void {
    if (this.#frame !== 0 || !this.#isVisible) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#take();
    });
  }

  #take(): void {
    this.#drawnAt = performance.now();
    this.#options.draw();
    if (this.#options.isMoving()) this.inTime();
  }

  /**
   * Something new was made known just before a paint: with it where the last picture is old enough, so that
   * the page is painted once and not twice.
   */
  withThisPaint(): void {
    if (!this.#isVisible || performance.now() - this.#drawnAt < leastBetweenMs - slackMs) {
      this.inTime();
      return;
    }
    this.stop();
    this.#take();
  }

  /** A quarter of a second after the last time. */
  inTime(): void {
    if (this.#timer !== undefined || this.#frame !== 0 || !this.#isVisible) return;
    // A little later than what comes by itself, which is drawn with its own paint.
    const waitMs = Math.max(0, this.#drawnAt + leastBetweenMs + slackMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#options.isDue()) this.atOnce();
      else if (this.#options.isMoving()) this.#again();
    }, waitMs);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = 0;
    this.#timer = undefined;
  }

  /** Nothing was to be drawn: the next look is as far off as if there had been. */
  #again(): void {
    this.#drawnAt = performance.now();
    this.inTime();
  }
}
