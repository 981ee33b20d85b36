import { DIMENSIONS, type Dimension, type MetricsCollector } from "@signalbox/metrics";
import type { Clock } from "../clock.ts";
import { rollupFields } from "./fields.ts";
import type { HistoryRow } from "./messages.ts";
import { minuteOf } from "./minute.ts";
import type { RefusalCounts } from "./refusal-counts.ts";
import { refused } from "./refusal-codec.ts";
import type { Tail } from "./rollup-pieces.ts";
import { encodeMinute, type Rollup } from "./rollup-codec.ts";
import { valuesOf } from "./sql-value.ts";

const minutesKept = 1_440;

export interface RollupSources {
  readonly collector: MetricsCollector;
  readonly refusals: RefusalCounts;
  readonly clock: Clock;
}

/** A dimension of the collector, everything together, or the refusals, of which it knows nothing. */
export type FedDimension = Dimension | typeof refused | null;

/** Everything together is the last of a minute: with it the minute is whole. */
const order: readonly FedDimension[] = [...DIMENSIONS, refused, null];

/**
 * Hands minutes on to the file once they are over: a dimension at a time, so that it holds
 * the event loop for no longer than that takes.
 */
export class RollupFeed {
  readonly #collector: MetricsCollector;
  readonly #refusals: RefusalCounts;
  readonly #clock: Clock;
  readonly #push: (row: HistoryRow) => void;
  /** The next one to hand on, and how many of its dimensions were. */
  #minute: number;
  #done = 0;

  constructor({ collector, refusals, clock }: RollupSources, push: (row: HistoryRow) => void) {
    this.#collector = collector;
    this.#refusals = refusals;
    this.#clock = clock;
    this.#push = push;
    this.#minute = minuteOf(clock.now());
  }

  /** One dimension of a minute that is over; false where there is none. */
  step(): boolean {
    this.#forgetOld();
    if (this.#minute >= minuteOf(this.#clock.now())) return false;
    const dimension = order[this.#done];
    if (dimension !== undefined) this.#hand(this.#minute, dimension);
    this.#done += 1;
    if (this.#done >= order.length) {
      this.#minute += 1;
      this.#done = 0;
    }
    return true;
  }

  /** What is due, for about so long. */
  catchUp(forMs: number): void {
    // A killed start's other figures are made again from its requests; refusals leave none.
    if (this.#refusals.takeNew()) this.#hand(minuteOf(this.#clock.now()), refused);
    const until = performance.now() + forMs;
    while (this.step() && performance.now() < until);
  }

  /** All there is, the minute that is open included: at the end of this start. */
  finish(): void {
    const now = minuteOf(this.#clock.now());
    while (this.step());
    for (const dimension of order) this.#hand(now, dimension);
  }

  /** From a minute on again: what was handed on may have been dropped. */
  repeatFrom(at: number): void {
    this.#minute = Math.min(this.#minute, minuteOf(at));
    this.#done = 0;
  }

  /** What was not handed on of a dimension before a minute, which may be the open one's end. */
  tail(dimension: FedDimension, before = Number.POSITIVE_INFINITY): Tail {
    this.#forgetOld();
    const isHanded = order.indexOf(dimension) < this.#done;
    const from = this.#minute + (isHanded ? 1 : 0);
    const rollups: Tail["rollups"][number][] = [];
    const end = Math.min(before, minuteOf(this.#clock.now()) + 1);
    for (let minute = from; minute < end; minute += 1) {
      for (const { part, data } of this.#rollupsOf(minute, dimension)) {
        rollups.push({ minute, part, data });
      }
    }
    return { dimension: dimension ?? "", from, rollups };
  }

  /** The collector has no older ones: a clock that jumped ahead leaves nothing to hand on. */
  #forgetOld(): void {
    const oldest = minuteOf(this.#clock.now()) - minutesKept;
    if (this.#minute >= oldest) return;
    this.#minute = oldest;
    this.#done = 0;
  }

  #hand(minute: number, dimension: FedDimension): void {
    for (const rollup of this.#rollupsOf(minute, dimension)) {
      this.#push(["rollups", valuesOf(rollupFields, { minute, rollup })]);
    }
  }

  #rollupsOf(minute: number, dimension: FedDimension): Rollup[] {
    if (dimension === refused) return [this.#refusals.rollup(minute)];
    const query = { from: minute, to: minute, dimensions: [dimension] };
    return encodeMinute([...this.#collector.minutes(query)]);
  }
}
