/** All that have something new are drawn once in this time; one draws no more often. */
const roundMs = 1_000;
/** A round has so many turns, as many as the gateway sends frames in that time. */
const turnsPerRound = 4;
const turnMs = roundMs / turnsPerRound;
/** Frames come a little early and a little late. */
const slackMs = 50;

export interface DrawTurnsOptions {
  readonly now: () => number;
  /** Runs the callback once what is under way has been rendered. */
  readonly soon: (callback: () => void) => void;
  readonly delay: (callback: () => void, ms: number) => void;
}

/** One that draws, and wants to because what it shows has gone on. */
export interface Drawing {
  readonly draw: () => void;
}

/**
 * Spreads the drawing of charts that go on over the frames of a second, a quarter of them with each: all at
 * once they would hold the page up, and what moves by a pixel need not be drawn four times a second.
 */
export class DrawTurns {
  readonly #options: DrawTurnsOptions;
  /** Those in sight, with when each was drawn last. */
  readonly #shown = new Map<Drawing, number>();
  readonly #waiting = new Set<Drawing>();
  #turnAt = Number.NEGATIVE_INFINITY;
  #isSoon = false;
  #isDelayed = false;

  constructor(options: DrawTurnsOptions) {
    this.#options = options;
  }

  /** It came into sight, or was drawn without waiting. */
  drawn(drawing: Drawing): void {
    this.#waiting.delete(drawing);
    this.#shown.set(drawing, this.#options.now());
  }

  /** It is not seen any more. */
  left(drawing: Drawing): void {
    this.#waiting.delete(drawing);
    this.#shown.delete(drawing);
  }

  /** Draws it when its turn comes: within a second. */
  ask(drawing: Drawing): void {
    this.#waiting.add(drawing);
    if (this.#isSoon) return;
    if (this.#isTime()) {
      this.#isSoon = true;
      this.#options.soon(() => this.#take());
    } else this.#takeLater();
  }

  /** Whether the last turn is long enough ago. */
  #isTime(): boolean {
    return this.#options.now() - this.#turnAt >= turnMs - slackMs;
  }

  #take(): void {
    this.#isSoon = false;
    this.#turnAt = this.#options.now();
    const most = Math.ceil(this.#shown.size / turnsPerRound);
    const oldestFirst = [...this.#waiting].toSorted((a, b) => this.#drawnAt(a) - this.#drawnAt(b));
    for (const drawing of oldestFirst.slice(0, most)) {
      this.drawn(drawing);
      drawing.draw();
    }
    if (this.#waiting.size > 0) this.#takeLater();
  }

  /** After the next frame, which brings what is newer, and in any case. */
  #takeLater(): void {
    if (this.#isDelayed) return;
    this.#isDelayed = true;
    const { now, delay } = this.#options;
    delay(
      () => {
        this.#isDelayed = false;
        if (this.#waiting.size === 0 || this.#isSoon) return;
        if (this.#isTime()) this.#take();
        else this.#takeLater();
      },
      this.#turnAt + turnMs + slackMs - now(),
    );
  }

  #drawnAt(drawing: Drawing): number {
    return this.#shown.get(drawing) ?? Number.NEGATIVE_INFINITY;
  }
}

/** All charts of the page share its main thread. */
export const drawTurns = new DrawTurns({
  now: () => performance.now(),
  soon: (callback) => queueMicrotask(callback),
  delay: (callback, ms) => setTimeout(callback, ms),
});
