import { availableParallelism } from "node:os";
import { performance, type EventLoopUtilization } from "node:perf_hooks";

/** From so many on there is one for each of the readers beside the gateway, its writer and the system. */
const enoughCores = 4;
/** A gateway whose event loop is busy for more of the time than this has requests that want a processor. */
const mostBusy = 0.25;
/** What it was busy for is looked at over as long at least. */
const overMs = 500;

export interface SpareCoresOptions {
  readonly cores?: number;
  /** Milliseconds. */
  readonly now?: () => number;
}

/** Tells whether this process leaves a processor that requests would not want. */
export class SpareCores {
  readonly #cores: number;
  readonly #now: () => number;
  #since: EventLoopUtilization;
  #at: number;
  #isBusy = false;

  constructor({
    cores = availableParallelism(),
    now = () => performance.now(),
  }: SpareCoresOptions = {}) {
    this.#cores = cores;
    this.#now = now;
    this.#since = performance.eventLoopUtilization();
    this.#at = now();
  }

  get areThere(): boolean {
    return this.#cores >= enoughCores || !this.#busy();
  }

  #busy(): boolean {
    const now = this.#now();
    if (now - this.#at < overMs) return this.#isBusy;
    const until = performance.eventLoopUtilization();
    this.#isBusy = performance.eventLoopUtilization(until, this.#since).utilization > mostBusy;
    [this.#since, this.#at] = [until, now];
    return this.#isBusy;
  }
}
