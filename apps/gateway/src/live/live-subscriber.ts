import type { LiveMessage } from "@signalbox/api-contract";
import type { Tracked } from "@signalbox/api-contract/server";

/** Frames held for a subscriber that does not read: some ten seconds, and below 1 MiB at any rate. */
const maxHeld = 40;

type Held = Tracked<LiveMessage>;

/**
 * One subscriber's bounded buffer. Frames are pushed and never awaited; one that falls behind loses
 * what it holds, is told so, and starts from a fresh snapshot. Nobody else notices.
 */
export class LiveSubscriber {
  readonly #snapshot: () => Held;
  readonly #gapAt: () => Held;
  #held: Held[] = [];
  #needsSnapshot: "first" | "slow" | "resume" | null;
  #wake: (() => void) | null = null;
  #isClosed = false;
  gaps = 0;

  constructor(
    start: { readonly replay: readonly Held[] } | { readonly snapshot: "first" | "resume" },
    makers: { snapshot: () => Held; gap: (reason: "slow" | "resume") => Held },
  ) {
    this.#snapshot = makers.snapshot;
    this.#gapAt = () => makers.gap(this.#needsSnapshot === "slow" ? "slow" : "resume");
    this.#needsSnapshot = "snapshot" in start ? start.snapshot : null;
    if ("replay" in start) this.#held = [...start.replay];
  }

  push(frame: Held): void {
    // A snapshot that is still to be made will hold what this frame tells.
    if (this.#needsSnapshot !== null) return;
    if (this.#held.length >= maxHeld) {
      this.beginAnew();
      return;
    }
    this.#held.push(frame);
    this.#wake?.();
  }

  /** Drops what is held: a gap and a fresh snapshot come instead. */
  beginAnew(): void {
    this.#held = [];
    if (this.#needsSnapshot === null) {
      this.#needsSnapshot = "slow";
      this.gaps += 1;
    }
    this.#wake?.();
  }

  close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }

  /** Until it is closed. What is handed out was not held any longer. */
  async *read(): AsyncGenerator<Held> {
    while (!this.#isClosed) {
      if (this.#needsSnapshot !== null) {
        if (this.#needsSnapshot !== "first") yield this.#gapAt();
        const snapshot = this.#snapshot();
        this.#needsSnapshot = null;
        yield snapshot;
        continue;
      }
      const next = this.#held.shift();
      if (next !== undefined) {
        yield next;
        continue;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
      this.#wake = null;
    }
  }
}
