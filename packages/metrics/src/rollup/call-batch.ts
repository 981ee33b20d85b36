import type { Dimensions } from "../dimensions/dimensions.ts";
import { NO_PRICE } from "../ring/model-call-ring.ts";
import type { ModelCallNumbers } from "../ring/model-call-ring.ts";
import type { ModelCallInput } from "../ring/model-call.ts";
import { MappedColumn } from "../sketch/mapped-column.ts";
import type { Bucket } from "./bucket.ts";
import { COUNTER, SKETCH } from "./metric.ts";
import type { PendingRows } from "./pending-rows.ts";
import type { Series } from "./series.ts";

/**
 * The model calls of one second that the series have yet to take in. A call is in six or seven
 * series with four sketches each; noting its row in each of them and taking the rows in together,
 * a sketch at a time, costs a third of observing them one by one.
 *
 * The rows are the ring's, so the batch is settled before the ring comes round.
 */
export class CallBatch {
  readonly #dimensions: Dimensions;
  readonly #numbers: ModelCallNumbers;
  readonly #failed: Uint8Array;
  readonly #latency: MappedColumn;
  readonly #ttft: MappedColumn;
  readonly #gap: MappedColumn;
  readonly #tokensPerSec: MappedColumn;
  readonly #waiting: Series[] = [];
  #size = 0;
  #second = -1;

  constructor(dimensions: Dimensions, numbers: ModelCallNumbers) {
    this.#dimensions = dimensions;
    this.#numbers = numbers;
    this.#failed = new Uint8Array(numbers.latency.length);
    this.#latency = new MappedColumn(numbers.latency);
    this.#ttft = new MappedColumn(numbers.ttft);
    this.#gap = new MappedColumn(numbers.gap);
    this.#tokensPerSec = new MappedColumn(numbers.tokensPerSec);
  }

  /** Settles what belongs to another second. */
  turn(second: number): void {
    if (second === this.#second) return;
    this.settle();
    this.#second = second;
  }

  /** Notes the call in a row in every series it belongs to; the row was written just now. */
  add(call: ModelCallInput, row: number): void {
    const failed = Boolean(call.error) || Boolean(call.errorKind);
    this.#failed[row] = failed ? 1 : 0;
    this.#latency.map(row);
    this.#ttft.map(row);
    this.#gap.map(row);
    this.#tokensPerSec.mapPositive(row);
    const dimensions = this.#dimensions;
    const { provider } = call;
    this.#note(dimensions.whole, row);
    this.#note(dimensions.provider.resolve(provider), row);
    this.#note(dimensions.models.resolve(provider, call.model), row);
    this.#note(dimensions.channel.resolve(call.channel), row);
    this.#note(dimensions.client.resolve(call.client), row);
    this.#note(dimensions.agent.resolve(call.agent), row);
    this.#note(dimensions.node.resolve(call.node), row);
    if (failed) this.#note(dimensions.errorKind.resolve(call.errorKind), row);
    this.#size += 1;
    if (this.#size === this.#failed.length) this.settle();
  }

  /** Has every series take in what it noted. */
  settle(): void {
    if (this.#size === 0) return;
    for (const series of this.#waiting) {
      this.#takeIn(series.at(this.#second), series.pending);
      series.pending.clear();
    }
    this.#waiting.length = 0;
    this.#size = 0;
  }

  #note(series: Series | undefined, row: number): void {
    if (series === undefined) return;
    if (series.pending.count === 0) this.#waiting.push(series);
    series.pending.add(row);
  }

  #takeIn(bucket: Bucket, pending: PendingRows): void {
    const { rows, count } = pending;
    this.#count(bucket, pending);
    bucket.sketch(SKETCH.latency).observeRows(this.#latency, rows, count);
    bucket.sketch(SKETCH.ttft).observeRows(this.#ttft, rows, count);
    bucket.sketch(SKETCH.gap).observeRows(this.#gap, rows, count);
    bucket.sketch(SKETCH.tokensPerSec).observeRows(this.#tokensPerSec, rows, count);
  }

  #count({ counters }: Bucket, { rows, count }: PendingRows): void {
    const { inputTokens, outputTokens, costUsd } = this.#numbers;
    let failed = 0;
    let input = 0;
    let output = 0;
    let usd = 0;
    let unpriced = 0;
    for (let at = 0; at < count; at++) {
      const row = rows[at] ?? 0;
      const cost = costUsd[row] ?? 0;
      failed += this.#failed[row] ?? 0;
      input += inputTokens[row] ?? 0;
      output += outputTokens[row] ?? 0;
      if (cost > 0) usd += cost;
      else if (cost === NO_PRICE) unpriced += 1;
    }
    counters[COUNTER.modelCalls] = (counters[COUNTER.modelCalls] ?? 0) + count;
    counters[COUNTER.modelFailures] = (counters[COUNTER.modelFailures] ?? 0) + failed;
    counters[COUNTER.inputTokens] = (counters[COUNTER.inputTokens] ?? 0) + input;
    counters[COUNTER.outputTokens] = (counters[COUNTER.outputTokens] ?? 0) + output;
    counters[COUNTER.costUsd] = (counters[COUNTER.costUsd] ?? 0) + usd;
    counters[COUNTER.unpriced] = (counters[COUNTER.unpriced] ?? 0) + unpriced;
  }
}
