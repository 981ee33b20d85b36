import type { ErrorKind } from "@signalbox/api-contract";

/** Why calls are not made, and since when. */
export interface Trouble {
  /** Of the failures that did it: what a call that is turned away fails with. */
  readonly kind: ErrorKind;
  /** As the end of a sentence: `5 of 6 attempts failed, mostly upstream_5xx`. */
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly since: number;
}

export interface OpenTimes {
  readonly openMs: number;
  readonly maxOpenMs: number;
}

export interface CircuitOptions {
  readonly mono: () => number;
  readonly now: () => number;
  /** 0…1. */
  readonly random: () => number;
}

/** Of a time that it stays open, at most this part more, so that many gateways don't try at once. */
const openJitter = 0.2;
const maxDoublings = 16;

/**
 * Closed: calls are made. Open: none is, until its time is over. Half-open: one is made, a real one,
 * and what becomes of it decides. It knows nothing of why it opens.
 */
export class Circuit {
  readonly #options: CircuitOptions;
  #trouble: Trouble | null = null;
  #untilMono = 0;
  /** Who tries; a call that tried earlier and still runs is not it. */
  #trial: object | null = null;
  /** How often it opened without having closed between. */
  #openings = 0;

  constructor(options: CircuitOptions) {
    this.#options = options;
  }

  /** Null while it is closed. */
  get trouble(): Trouble | null {
    return this.#trouble;
  }

  /** When the next trial may begin, in monotonic milliseconds. */
  get untilMono(): number {
    return this.#untilMono;
  }

  /** The same in epoch milliseconds; null unless it is open. */
  get until(): number | null {
    if (this.state !== "open") return null;
    const { mono, now } = this.#options;
    return Math.round(now() + this.#untilMono - mono());
  }

  get state(): "closed" | "open" | "half-open" {
    if (this.#trouble === null) return "closed";
    return this.#trial !== null || this.#options.mono() >= this.#untilMono ? "half-open" : "open";
  }

  get isTrialRunning(): boolean {
    return this.#trial !== null;
  }

  /** Whether a call may be made now: any while it is closed, one after its time. */
  get mayTry(): boolean {
    if (this.#trouble === null) return true;
    return this.#trial === null && this.#options.mono() >= this.#untilMono;
  }

  beginTrial(trial: object): void {
    this.#trial = trial;
  }

  isTrial(call: object): boolean {
    return this.#trial === call;
  }

  /** The trial told nothing: the next call is one. */
  giveUpTrial(): void {
    this.#trial = null;
  }

  open(kind: ErrorKind, reason: string, { openMs, maxOpenMs }: OpenTimes): void {
    const { mono, now, random } = this.#options;
    const doubled = openMs * 2 ** Math.min(this.#openings, maxDoublings);
    const ms = Math.min(Math.max(openMs, maxOpenMs), doubled) * (1 + random() * openJitter);
    this.#openings += 1;
    this.#trial = null;
    this.#untilMono = mono() + ms;
    // Since when it is in trouble, however often it was tried meanwhile.
    this.#trouble = { kind, reason, since: this.#trouble?.since ?? now() };
  }

  close(): void {
    this.#trouble = null;
    this.#openings = 0;
    this.#trial = null;
    this.#untilMono = 0;
  }
}
