import { ContractError, type LiveMessage } from "@signalbox/api-contract";
import type { Stream, StreamOptions, Tracked } from "@signalbox/api-contract/server";
import type { Clock } from "../clock.ts";
import type { FactSink, StampedFact } from "../recorder/index.ts";
import type { ChangeSet } from "./change-set.ts";
import type { FrameBuilder } from "./frame-builder.ts";
import { FrameRing } from "./frame-ring.ts";
import { LiveSubscriber } from "./live-subscriber.ts";

const usualFrameMs = 250;
const slowestFrameMs = 2_000;
/** A frame that takes longer than this to build makes the next ones rarer. */
const costlyMs = 20;
/** Frames go on for a while after the last subscriber left, so that one who comes back can resume. */
const lingerMs = 15_000;

export interface LiveHubOptions {
  readonly bootId: string;
  readonly clock: Clock;
  readonly builder: FrameBuilder;
  readonly changes: ChangeSet;
  readonly maxSubscribers: number;
}

/** One frame every 250 ms while anyone listens, built once for all of them; none otherwise. */
export class LiveHub implements FactSink {
  readonly #options: LiveHubOptions;
  readonly #ring = new FrameRing();
  readonly #subscribers = new Set<LiveSubscriber>();
  #timer: NodeJS.Timeout | null = null;
  #seq = 0;
  #frameMs = usualFrameMs;
  #quietSince: number | null = null;
  #snapshot: Tracked<LiveMessage> | null = null;
  #isClosed = false;
  #gaps = 0;

  constructor(options: LiveHubOptions) {
    this.#options = options;
  }

  get stats(): { subscribers: number; gaps: number; droppedFrames: number } {
    return {
      subscribers: this.#subscribers.size,
      gaps: this.#gaps,
      droppedFrames: this.#options.changes.dropped,
    };
  }

  apply(stamped: StampedFact): void {
    // Nobody listens: a snapshot tells all of it to whoever comes.
    if (this.#timer !== null) this.#options.changes.apply(stamped);
  }

  async *subscribe({ lastEventId, signal }: StreamOptions): Stream<LiveMessage> {
    this.#refuseUnlessOpen();
    const subscriber = this.#open(lastEventId);
    const onAbort = (): void => {
      subscriber.close();
    };
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      yield* subscriber.read();
      // A generator that returns tells the client to stop for good; a stopping gateway means: come back.
      if (!signal.aborted) throw new ContractError("draining", "The gateway is stopping.");
    } finally {
      signal.removeEventListener("abort", onAbort);
      this.#subscribers.delete(subscriber);
      this.#gaps += subscriber.gaps;
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#stop();
    for (const subscriber of this.#subscribers) subscriber.close();
  }

  #open(lastEventId: string | undefined): LiveSubscriber {
    this.#start();
    const replay = lastEventId === undefined ? null : this.#ring.after(this.#seqOf(lastEventId));
    const start =
      replay === null
        ? { snapshot: lastEventId === undefined ? ("first" as const) : ("resume" as const) }
        : { replay };
    const subscriber = new LiveSubscriber(start, {
      snapshot: () => this.#freshSnapshot(),
      gap: (reason) => ({
        id: this.#id(this.#seq),
        data: { type: "gap", at: this.#options.clock.now(), reason },
      }),
    });
    this.#subscribers.add(subscriber);
    return subscriber;
  }

  #start(): void {
    this.#quietSince = null;
    this.#timer ??= setTimeout(() => {
      this.#tick();
    }, this.#frameMs);
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#ring.clear();
    this.#options.changes.clear();
    this.#snapshot = null;
  }

  #tick(): void {
    const { clock } = this.#options;
    const startedMono = clock.mono();
    this.#emit();
    this.#adapt(clock.mono() - startedMono);
    if (this.#isQuietFor(lingerMs)) {
      this.#stop();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#tick();
    }, this.#frameMs);
  }

  #emit(): void {
    this.#seq += 1;
    if (this.#options.changes.hasLostEnds) {
      this.#beginAnew();
      return;
    }
    const data = this.#options.builder.frame(this.#seq, this.#frameMs);
    const frame = { id: this.#id(this.#seq), data };
    this.#snapshot = null;
    this.#ring.push(this.#seq, frame, data.at);
    for (const subscriber of this.#subscribers) subscriber.push(frame);
  }

  /** More changed than frames can tell: everyone starts from a snapshot, and nobody resumes across it. */
  #beginAnew(): void {
    this.#options.changes.clear();
    this.#ring.clear();
    this.#snapshot = null;
    for (const subscriber of this.#subscribers) subscriber.beginAnew();
  }

  /**
   * What changed so far goes out as a frame first, so that it is not told again after the snapshot.
   * One frame and no more: a burst of them would make others fall behind. What it could not hold is
   * told again, and is the same by its id.
   */
  #freshSnapshot(): Tracked<LiveMessage> {
    if (this.#snapshot !== null) return this.#snapshot;
    if (!this.#options.changes.isEmpty) this.#emit();
    this.#snapshot = {
      id: this.#id(this.#seq),
      data: this.#options.builder.snapshot(this.#seq, this.#frameMs),
    };
    return this.#snapshot;
  }

  /** Under load the rate falls, and every frame says what it is. */
  #adapt(costMs: number): void {
    if (costMs > costlyMs) this.#frameMs = Math.min(slowestFrameMs, this.#frameMs * 2);
    else if (this.#frameMs > usualFrameMs)
      this.#frameMs = Math.max(usualFrameMs, this.#frameMs / 2);
  }

  #isQuietFor(durationMs: number): boolean {
    const mono = this.#options.clock.mono();
    if (this.#subscribers.size > 0) this.#quietSince = null;
    else this.#quietSince ??= mono;
    return this.#quietSince !== null && mono - this.#quietSince >= durationMs;
  }

  #id(seq: number): string {
    return `${this.#options.bootId}:${seq}`;
  }

  /** -1 for an id of another boot, or of nobody. */
  #seqOf(id: string): number {
    const [bootId, seq] = id.split(":");
    const told = Number(seq ?? Number.NaN);
    return bootId === this.#options.bootId && Number.isSafeInteger(told) ? told : -1;
  }

  #refuseUnlessOpen(): void {
    if (this.#isClosed) throw new ContractError("draining", "The gateway is stopping.");
    if (this.#subscribers.size < this.#options.maxSubscribers) return;
    throw new ContractError(
      "overloaded",
      `${this.#subscribers.size} live subscribers are as many as the gateway serves.`,
    );
  }
}
