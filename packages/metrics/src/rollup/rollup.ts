import type { Clock } from "../collector/clock.ts";
import type { SeriesLimits } from "../dimensions/dimension.ts";
import { Dimensions } from "../dimensions/dimensions.ts";
import type { Tally } from "../intake/tally.ts";
import type { ModelCallInput } from "../ring/model-call.ts";
import type { ModelCallRing } from "../ring/model-call-ring.ts";
import { BucketLog } from "./bucket-log.ts";
import { CallBatch } from "./call-batch.ts";
import { GaugeTable } from "./gauge-table.ts";
import { Timeline } from "./timeline.ts";

/** All that is kept over time: the series of every dimension, the gauges, and when we ran. */
export class Rollup {
  readonly log: BucketLog;
  readonly dimensions: Dimensions;
  readonly gauges: GaugeTable;
  readonly timeline: Timeline;
  readonly #calls: ModelCallRing;
  readonly #batch: CallBatch;

  constructor(
    clock: Clock,
    calls: ModelCallRing,
    tally: Tally,
    limits: Partial<SeriesLimits> | undefined,
  ) {
    this.log = new BucketLog(tally);
    this.dimensions = new Dimensions(this.log, tally, limits);
    this.gauges = new GaugeTable(tally);
    this.timeline = new Timeline(clock);
    this.#calls = calls;
    this.#batch = new CallBatch(this.dimensions, calls.numbers);
  }

  /** The second it is (epoch), to record in. */
  second(): number {
    const second = this.timeline.second();
    this.#batch.turn(second);
    return second;
  }

  /** The second it is, every series being up to date: to be asked before any is read. */
  settled(): number {
    const second = this.second();
    this.#batch.settle();
    return second;
  }

  /** Writes a model call to the ring and notes it in its series. */
  recordModelCall(call: ModelCallInput): void {
    this.second();
    const slot = this.#calls.next;
    this.#calls.write(call, this.timeline.clock);
    this.#batch.add(call, slot);
  }
}
