import { amount, epochMs, optionalAmount } from "../intake/amount.ts";
import type { Tally } from "../intake/tally.ts";
import { failure, name } from "../intake/text.ts";
import type { ModelCall, ModelCallInput } from "./model-call.ts";

/** Model calls kept. */
export const MODEL_CALLS_KEPT = 200;

/** Columns of numbers, in the order in which `numbers` holds them. */
export const NUMBER = {
  timestamp: 0,
  latency: 1,
  inputTokens: 2,
  outputTokens: 3,
  tokensPerSec: 4,
  ttft: 5,
  gap: 6,
  costUsd: 7,
} as const;
const NUMBERS = 8;

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
} as const;
const TEXTS = 9;

/** Stands in the cost column for a cost that is null: not known, unlike not given. */
export const NO_PRICE = -1;

/**
 * The last 200 model calls in columns: recording writes into what is there and allocates nothing;
 * objects are built when they are read. At the bound the oldest goes, counted.
 */
export class ModelCallRing {
  /** One row of NUMBERS per slot; ABSENT (NaN) where nothing was given. */
  readonly numbers: Float64Array = new Float64Array(MODEL_CALLS_KEPT * NUMBERS);
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

  /** Writes a call over the oldest and returns where in `numbers` its row begins. */
  write(call: ModelCallInput, now: number): number {
    const slot = this.#next;
    const row = slot * NUMBERS;
    this.#writeNumbers(call, row, now);
    this.#writeTexts(call, slot * TEXTS);
    this.#practice[slot] = call.practice === undefined ? undefined : Boolean(call.practice);
    this.#next = slot + 1 === MODEL_CALLS_KEPT ? 0 : slot + 1;
    if (this.#size < MODEL_CALLS_KEPT) this.#size += 1;
    else this.#tally.modelCallsOut += 1;
    return row;
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
      sum += this.numbers[slot * NUMBERS + NUMBER.latency] ?? 0;
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

  #writeNumbers(call: ModelCallInput, row: number, now: number): void {
    const { numbers } = this;
    const tally = this.#tally;
    numbers[row + NUMBER.timestamp] = epochMs(call.timestamp, now, tally);
    numbers[row + NUMBER.latency] = amount(call.latency, tally);
    numbers[row + NUMBER.inputTokens] = Math.floor(amount(call.inputTokens, tally));
    numbers[row + NUMBER.outputTokens] = Math.floor(amount(call.outputTokens, tally));
    numbers[row + NUMBER.tokensPerSec] = amount(call.tokensPerSec, tally);
    numbers[row + NUMBER.ttft] = optionalAmount(call.ttft, tally);
    numbers[row + NUMBER.gap] = optionalAmount(call.gap, tally);
    numbers[row + NUMBER.costUsd] =
      call.costUsd === null ? NO_PRICE : optionalAmount(call.costUsd, tally);
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
  }

  #build(slot: number): ModelCall {
    const row = slot * NUMBERS;
    const number = (column: number): number => this.numbers[row + column] ?? 0;
    const given = <K extends string>(key: K, value: number): { [key in K]?: number } => {
      const found: { [key in K]?: number } = {};
      if (!Number.isNaN(value)) found[key] = value;
      return found;
    };
    const cost = number(NUMBER.costUsd);
    const practice = this.#practice[slot];
    return {
      timestamp: number(NUMBER.timestamp),
      provider: this.#texts[slot * TEXTS + TEXT.provider] ?? "",
      latency: number(NUMBER.latency),
      inputTokens: number(NUMBER.inputTokens),
      outputTokens: number(NUMBER.outputTokens),
      tokensPerSec: number(NUMBER.tokensPerSec),
      ...given("ttft", number(NUMBER.ttft)),
      ...given("gap", number(NUMBER.gap)),
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
] as const;
