import type { ErrorKind } from "@signalbox/api-contract";

/** Why calls are not made, and since when. */
export interface Trouble {
  /** Of the failures that did it: what a call that is turned away fails with. */
  readonly kind: ErrorKind;
  /** As the end of a sentence: `5 of 6 attempts failed, mostly upstream_5xx`. */
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly since: number;
  /** Whose calls alone are not made, where no other client's failed; null where nobody's are. */
  readonly owner: string | null;
}

/** What opens a circuit; `owner` is null unless told. */
export interface Opening
  extends Pick<Trouble, "kind" | "reason">, Partial<Pick<Trouble, "owner">> {}

export interface OpenTimes {
  readonly openMs: number;
  readonly maxOpenMs: number;
  /** A trial that has told nothing after so long keeps nobody else from trying. */
  readonly trialMs: number;
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
/** Trials that take their time while others were begun; the oldest of more is no longer one. */
const maxTrials = 8;

/**
 * Closed: calls are made. Open: none is, until its time is over. Half-open: one is made, a real one,
 * and what becomes of it decides; where it takes too long, another one as well. It knows nothing of
 * why it opens.
 */
export class Circuit {
  readonly #options: CircuitOptions;
  #trouble: Trouble | null = null;
  #untilMono = 0;
  #trialMs = 0;
  /** Who tries, and until when alone; a call that tried before it closed and still runs is not among them. */
  readonly #trials = new Set<object>();
  #latestTrial: object | null = null;
  #trialUntilMono = 0;
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
    return this.isTrialRunning || this.#options.mono() >= this.#untilMono ? "half-open" : "open";
  }

  get isTrialRunning(): boolean {
    return this.#trials.size > 0;
  }

  /** For how long the trial that runs keeps others from trying; null where none does. */
  get trialLeftMs(): number | null {
    if (this.#latestTrial === null) return null;
    const left = this.#trialUntilMono - this.#options.mono();
    return left > 0 ? left : null;
  }

  /** Whether it keeps the calls of this client from being made. */
  concerns(owner: string | null): boolean {
    return this.#trouble !== null && (this.#trouble.owner ?? owner) === owner;
  }

  /** Whether a call may be made now: any while it is closed, one after its time. */
  get mayTry(): boolean {
    if (this.#trouble === null) return true;
    return this.trialLeftMs === null && this.#options.mono() >= this.#untilMono;
  }

  beginTrial(trial: object): void {
    const [oldest] = this.#trials;
    if (oldest !== undefined && this.#trials.size >= maxTrials) this.#trials.delete(oldest);
    this.#trials.add(trial);
    this.#latestTrial = trial;
    this.#trialUntilMono = this.#options.mono() + this.#trialMs;
  }

  isTrial(call: object): boolean {
    return this.#trials.has(call);
  }

  /** The trial told nothing: the next call is one, unless a later trial runs. */
  giveUpTrial(trial: object): void {
    this.#trials.delete(trial);
    if (this.#latestTrial === trial) this.#latestTrial = null;
  }

  open({ kind, reason, owner = null }: Opening, { openMs, maxOpenMs, trialMs }: OpenTimes): void {
    const { mono, now, random } = this.#options;
    // What one client's calls did is not to be paid for by the others.
    if (owner === null && (this.#trouble?.owner ?? null) !== null) this.#openings = 0;
    const doubled = openMs * 2 ** Math.min(this.#openings, maxDoublings);
    const ms = Math.min(Math.max(openMs, maxOpenMs), doubled) * (1 + random() * openJitter);
    this.#openings += 1;
    this.#forgetTrials();
    this.#trialMs = trialMs;
    this.#untilMono = mono() + ms;
    // Since when it is in trouble, however often it was tried meanwhile.
    this.#trouble = { kind, reason, owner, since: this.#trouble?.since ?? now() };
  }

  close(): void {
    this.#trouble = null;
    this.#openings = 0;
    this.#forgetTrials();
    this.#untilMono = 0;
  }

  #forgetTrials(): void {
    this.#trials.clear();
    this.#latestTrial = null;
  }
}
