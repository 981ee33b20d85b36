import type { Dimensions } from "../dimensions/dimensions.ts";
import { NO_PRICE, NUMBER } from "../ring/model-call-ring.ts";
import type { ModelCallInput } from "../ring/model-call.ts";
import type { Bucket } from "../rollup/bucket.ts";
import { COUNTER, SKETCH } from "../rollup/metric.ts";
import type { Series } from "../rollup/series.ts";
import { cellOf, LOWEST } from "../sketch/mapping.ts";

/** A cell that says: nothing to observe. */
const NONE = -1;
/** A cell that says: zero or next to it, observe it the general way. */
const TINY = -2;

/** The sketches of a model call and the ring's columns they are fed from. */
const FED = [
  { sketch: SKETCH.latency, column: NUMBER.latency },
  { sketch: SKETCH.ttft, column: NUMBER.ttft },
  { sketch: SKETCH.gap, column: NUMBER.gap },
  { sketch: SKETCH.tokensPerSec, column: NUMBER.tokensPerSec },
] as const;

/**
 * Records a model call in every series it belongs to. Each value is mapped to its cell once, and
 * numbers stay in typed arrays on the way, because a float handed to a function may be boxed.
 */
export class ModelCallRecorder {
  readonly #dimensions: Dimensions;
  readonly #cells = new Int32Array(FED.length);

  constructor(dimensions: Dimensions) {
    this.#dimensions = dimensions;
  }

  /** `numbers` from `row` on is the call's row in the ring. */
  record(call: ModelCallInput, numbers: Float64Array, row: number, second: number): void {
    this.#map(numbers, row);
    const failed = Boolean(call.error) || Boolean(call.errorKind);
    const dimensions = this.#dimensions;
    const { provider } = call;
    this.#into(dimensions.whole, second, numbers, row, failed);
    this.#into(dimensions.provider.resolve(provider), second, numbers, row, failed);
    this.#into(dimensions.models.resolve(provider, call.model), second, numbers, row, failed);
    this.#into(dimensions.channel.resolve(call.channel), second, numbers, row, failed);
    this.#into(dimensions.client.resolve(call.client), second, numbers, row, failed);
    this.#into(dimensions.agent.resolve(call.agent), second, numbers, row, failed);
    this.#into(dimensions.node.resolve(call.node), second, numbers, row, failed);
    if (failed) {
      const kind = dimensions.errorKind.resolve(call.errorKind);
      this.#into(kind, second, numbers, row, failed);
    }
  }

  #map(numbers: Float64Array, row: number): void {
    for (let at = 0; at < FED.length; at++) {
      const value = numbers[row + (FED[at]?.column ?? 0)] ?? 0;
      if (value >= LOWEST) this.#cells[at] = cellOf(value);
      else this.#cells[at] = value >= 0 ? TINY : NONE;
    }
    // No tokens a second is what a call without tokens has: not a speed.
    if (this.#cells[3] === TINY) this.#cells[3] = NONE;
  }

  #into(
    series: Series | undefined,
    second: number,
    numbers: Float64Array,
    row: number,
    failed: boolean,
  ): void {
    if (series === undefined) return;
    const bucket = series.at(second);
    bucket.count(COUNTER.modelCalls, 1);
    if (failed) bucket.count(COUNTER.modelFailures, 1);
    bucket.count(COUNTER.inputTokens, numbers[row + NUMBER.inputTokens] ?? 0);
    bucket.count(COUNTER.outputTokens, numbers[row + NUMBER.outputTokens] ?? 0);
    const cost = numbers[row + NUMBER.costUsd] ?? 0;
    if (cost > 0) bucket.count(COUNTER.costUsd, cost);
    else if (cost === NO_PRICE) bucket.count(COUNTER.unpriced, 1);
    this.#observe(bucket, numbers, row);
  }

  #observe(bucket: Bucket, numbers: Float64Array, row: number): void {
    for (let at = 0; at < FED.length; at++) {
      const cell = this.#cells[at] ?? NONE;
      if (cell === NONE) continue;
      const sketch = bucket.sketch(FED[at]?.sketch ?? 0);
      const column = row + (FED[at]?.column ?? 0);
      if (cell === TINY) sketch.observe(numbers[column] ?? 0);
      else sketch.observeMapped(cell, numbers, column);
    }
  }
}
