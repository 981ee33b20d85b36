import { COUNTERS, QuantileSketch } from "@signalbox/metrics";
import {
  addCounters,
  addGauge,
  counterBytes,
  countersOf,
  eachEntry,
  Entries,
  gaugeBytes,
  type GaugeSum,
} from "./rollup-codec.ts";
import { ValueKeys } from "./value-keys.ts";

/** How pieces of one part become one. */
export interface Accumulator<State> {
  readonly create: () => State;
  readonly add: (state: State, data: Buffer, view: DataView, from: number, to: number) => void;
  readonly clear: (state: State) => void;
  readonly bytes: (state: State) => Uint8Array;
}

export const counterAccumulator: Accumulator<Float64Array> = {
  create: () => new Float64Array(COUNTERS.length),
  add: (sums, data, _view, from) => {
    addCounters(data, from, sums);
  },
  clear: (sums) => {
    sums.fill(0);
  },
  bytes: (sums) => counterBytes(countersOf(sums)),
};

export const gaugeAccumulator: Accumulator<GaugeSum> = {
  create: () => ({ sum: 0, minutes: 0, max: -Infinity, last: 0 }),
  add: (gauge, data, _view, from) => {
    addGauge(data, from, gauge);
  },
  clear: (gauge) => {
    Object.assign(gauge, { sum: 0, minutes: 0, max: -Infinity, last: 0 });
  },
  bytes: ({ sum, minutes, max, last }) => gaugeBytes({ mean: sum / minutes, max, last }, minutes),
};

export const sketchAccumulator: Accumulator<QuantileSketch> = {
  create: () => new QuantileSketch(),
  add: (sketch, _data, view, from, to) => {
    sketch.mergeBytes(view, from, to);
  },
  clear: (sketch) => {
    sketch.clear();
  },
  bytes: (sketch) => sketch.toBytes(),
};

interface Held<State> {
  readonly key: string;
  readonly state: State;
  isFilled: boolean;
}

/** The values of a dimension in a span of time, put together from rows. Cleared, it serves the next span. */
export class MergedRollup<State> {
  readonly #of: Accumulator<State>;
  readonly #keys = new ValueKeys();
  readonly #held = new Map<string, Held<State>>();
  readonly #only: ReadonlySet<string> | undefined;
  #filled: Held<State>[] = [];

  /** Of all values, or of those with these keys alone. */
  constructor(of: Accumulator<State>, only?: ReadonlySet<string>) {
    this.#of = of;
    this.#only = only;
  }

  add(bytes: Uint8Array): void {
    eachValue(bytes, this.#keys, this.#only, (key, data, view, from, to) => {
      this.#of.add(this.#holdOf(key).state, data, view, from, to);
    });
  }

  /** Those that have something, by their keys. */
  values(): readonly { readonly key: string; readonly state: State }[] {
    return this.#filled;
  }

  clear(): void {
    for (const held of this.#filled) {
      this.#of.clear(held.state);
      held.isFilled = false;
    }
    this.#filled = [];
  }

  bytes(): Uint8Array {
    const entries = new Entries();
    for (const { key, state } of this.#filled) {
      entries.addRaw(Buffer.from(key, "latin1"), this.#of.bytes(state));
    }
    return entries.bytes();
  }

  #holdOf(key: string): Held<State> {
    let held = this.#held.get(key);
    if (held === undefined) {
      held = { key, state: this.#of.create(), isFilled: false };
      this.#held.set(key, held);
    }
    if (!held.isFilled) {
      held.isFilled = true;
      this.#filled.push(held);
    }
    return held;
  }
}

/** Calls back with the key of each value of a row, and where what is known of it is. */
export function eachValue(
  bytes: Uint8Array,
  keys: ValueKeys,
  only: ReadonlySet<string> | undefined,
  found: (key: string, data: Buffer, view: DataView, from: number, to: number) => void,
): void {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  keys.restart();
  eachEntry(data, (nameFrom, from, to) => {
    const key = keys.read(data, nameFrom, from);
    if (only?.has(key) !== false) found(key, data, view, from, to);
  });
}
