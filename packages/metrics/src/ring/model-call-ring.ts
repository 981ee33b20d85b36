import { ABSENT } from "../intake/amount.ts";
import { mend, mendEpoch, mendWhole } from "../intake/mend.ts";
import type { Tally } from "../intake/tally.ts";
import { failure, name } from "../intake/text.ts";
import type { ModelCall, ModelCallInput } from "./model-call.ts";

/** Model calls kept. */
export const MODEL_CALLS_KEPT = 200;

const TEXT = {
  provider: 0,
  error: 1,
  errorKind: 2,
  model: 3,
  channel: 4,
  client: 5,
  agent: 6,
  node: 7,
  requestId: 8,
  finishReason: 9,
} as const;
const TEXTS = 10;

/** Stands in the cost column for a cost that is null: not known, unlike not given. */
export const NO_PRICE = -1;

/** The numbers of the calls in a ring, a column each, by slot; ABSENT (NaN) where none was given. */
export class ModelCallNumbers {
  readonly timestamp: Float64Array = new Float64Array(MODEL_CALLS_KEPT);
  readonly latency: Float64Array = new Float64Array(MODEL_CALLS_KEPT);
  readonly inputTokens: Float64Array = new Float64Array(MODEL_CALLS_KEPT);
  readonly outputTokens: Float64Array = new Float64Array(MODEL_CALLS_KEPT);
  readonly tokensPerSec: Float64Array = new Float64Array(MODEL_CALLS_KEPT);
  readonly ttft: Float64Array = new Float64Array(MODEL_CALLS_KEPT);
  readonly gap: Float64Array = new Float64Array(MODEL_CALLS_KEPT);
  /** NO_PRICE where the cost is null. */
  readonly costUsd: Float64Array = new Float64Array(MODEL_CALLS_KEPT);
}

/**
 * The last 200 model calls in columns: recording writes into what is there and allocates nothing;
 * objects are built when they are read. At the bound the oldest goes, counted.
 */
export class ModelCallRing {
  readonly numbers: ModelCallNumbers = new ModelCallNumbers();
  readonly #texts: (string | undefined)[] = Array.from({ length: MODEL_CALLS_KEPT * TEXTS });
  readonly #practice: (boolean | undefined)[] = Array.from({ length: MODEL_CALLS_KEPT });
  readonly #tally: Tally;
  #next = 0;
  #size = 0;

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  get size(): number {
    return this.#size;
  }

  /** The slot that the next call will be written to. */
  get next(): number {
    return this.#next;
  }

  /** Writes a call over the oldest. The clock holds one number, the time now. */
  write(call: ModelCallInput, clock: Float64Array): void {
    const slot = this.#next;
    this.#writeNumbers(call, slot, clock);
    this.#writeTexts(call, slot * TEXTS);
    this.#practice[slot] = call.practice;
    this.#next = slot + 1 === MODEL_CALLS_KEPT ? 0 : slot + 1;
    if (this.#size < MODEL_CALLS_KEPT) this.#size += 1;
    else this.#tally.modelCallsOut += 1;
  }

  /** The newest `limit` calls, oldest first. */
  newest(limit: number = MODEL_CALLS_KEPT): ModelCall[] {
    const count = Math.min(limit, this.#size);
    const calls: ModelCall[] = [];
    for (let back = count; back > 0; back--) {
      calls.push(this.#build((this.#next - back + MODEL_CALLS_KEPT) % MODEL_CALLS_KEPT));
    }
    return calls;
  }

  /** Mean latency of what is kept, ms; 0 while there is none. */
  meanLatency(): number {
    let sum = 0;
    for (let slot = 0; slot < this.#size; slot++) {
      sum += this.numbers.latency[slot] ?? 0;
    }
    return this.#size === 0 ? 0 : sum / this.#size;
  }

  /** Share of what is kept that failed, 0 … 1; 0 while there is none. */
  errorRate(): number {
    let failed = 0;
    for (let slot = 0; slot < this.#size; slot++) {
      if (this.#texts[slot * TEXTS + TEXT.error] !== undefined) failed += 1;
    }
    return this.#size === 0 ? 0 : failed / this.#size;
  }

  /**
   * Writes what was given as it is, NaN for what wasn't, and mends it in place: a float that is
   * compared with undefined or handed to a function would be boxed.
   */
  #writeNumbers(call: ModelCallInput, slot: number, clock: Float64Array): void {
    const { timestamp, latency, inputTokens, outputTokens } = this.numbers;
    const { tokensPerSec, ttft, gap, costUsd } = this.numbers;
    const tally = this.#tally;
    timestamp[slot] = Number(call.timestamp);
    latency[slot] = call.latency;
    inputTokens[slot] = call.inputTokens;
    outputTokens[slot] = call.outputTokens;
    tokensPerSec[slot] = call.tokensPerSec;
    ttft[slot] = Number(call.ttft);
    gap[slot] = Number(call.gap);
    costUsd[slot] = Number(call.costUsd);
    mendEpoch(timestamp, slot, clock, call.timestamp !== undefined, tally);
    mend(latency, slot, 0, true, tally);
    mendWhole(inputTokens, slot, tally);
    mendWhole(outputTokens, slot, tally);
    mend(tokensPerSec, slot, 0, true, tally);
    mend(ttft, slot, ABSENT, call.ttft !== undefined, tally);
    mend(gap, slot, ABSENT, call.gap !== undefined, tally);
    mend(costUsd, slot, ABSENT, call.costUsd !== undefined, tally);
    if (call.costUsd === null) costUsd[slot] = NO_PRICE;
  }

  #writeTexts(call: ModelCallInput, row: number): void {
    const texts = this.#texts;
    const tally = this.#tally;
    const errorKind = name(call.errorKind, tally);
    texts[row + TEXT.provider] = name(call.provider, tally);
    texts[row + TEXT.error] = failure(call.error, tally) ?? errorKind;
    texts[row + TEXT.errorKind] = errorKind;
    texts[row + TEXT.model] = name(call.model, tally);
    texts[row + TEXT.channel] = name(call.channel, tally);
    texts[row + TEXT.client] = name(call.client, tally);
    texts[row + TEXT.agent] = name(call.agent, tally);
    texts[row + TEXT.node] = name(call.node, tally);
    texts[row + TEXT.requestId] = name(call.requestId, tally);
    texts[row + TEXT.finishReason] = name(call.finishReason, tally);
  }

  #build(slot: number): ModelCall {
    const { numbers } = this;
    const cost = numbers.costUsd[slot] ?? 0;
    const practice = this.#practice[slot];
    return {
      timestamp: numbers.timestamp[slot] ?? 0,
      provider: this.#texts[slot * TEXTS + TEXT.provider] ?? "",
      latency: numbers.latency[slot] ?? 0,
      inputTokens: numbers.inputTokens[slot] ?? 0,
      outputTokens: numbers.outputTokens[slot] ?? 0,
      tokensPerSec: numbers.tokensPerSec[slot] ?? 0,
      ...given("ttft", numbers.ttft[slot]),
      ...given("gap", numbers.gap[slot]),
      ...(cost === NO_PRICE ? { costUsd: null } : given("costUsd", cost)),
      ...this.#textsOf(slot * TEXTS),
      ...(practice === undefined ? {} : { practice }),
    };
  }

  #textsOf(row: number): Partial<Record<keyof typeof TEXT, string>> {
    const found: Partial<Record<keyof typeof TEXT, string>> = {};
    for (const key of TEXT_KEYS) {
      const value = this.#texts[row + TEXT[key]];
      if (value !== undefined) found[key] = value;
    }
    return found;
  }
}

const TEXT_KEYS = [
  "error",
  "errorKind",
  "model",
  "channel",
  "client",
  "agent",
  "node",
  "requestId",
  "finishReason",
] as const;

function given<K extends string>(key: K, value: number | undefined): { [key in K]?: number } {
  const found: { [key in K]?: number } = {};
  if (value !== undefined && !Number.isNaN(value)) found[key] = value;
  return found;
}
