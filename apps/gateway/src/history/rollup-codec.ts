import {
  COUNTERS,
  SKETCHES,
  type ClosedMinute,
  type CounterMetric,
  type GaugeSummary,
  type SketchMetric,
} from "@signalbox/metrics";

/** What one row of figures holds: all counters of its dimension's values, all gauges, or one sketch. */
export type FigurePart = "counters" | "gauges" | SketchMetric;

/** What one row of `rollups` holds. */
export type RollupPart = FigurePart | "refused";

/** A part of one dimension in a span of time, as the file has it: its values one after the other. */
export interface Rollup {
  /** Empty for everything together. */
  readonly dimension: string;
  readonly part: RollupPart;
  readonly data: Uint8Array;
}

/** Series of one dimension in one minute, as rows; a part that no series has anything in has none. */
export function encodeMinute(series: readonly ClosedMinute[]): Rollup[] {
  const [first] = series;
  if (first === undefined) return [];
  const dimension = first.dimension ?? "";
  const rollup = (part: RollupPart, entries: Entries): Rollup[] =>
    entries.isEmpty ? [] : [{ dimension, part, data: entries.bytes() }];
  const counters = new Entries();
  for (const { value, counters: counts } of series) counters.add(value, counterBytes(counts));
  const gauges = new Entries();
  for (const [name, summary] of Object.entries(first.gauges)) {
    gauges.add(name, gaugeBytes(summary));
  }
  const sketches = SKETCHES.flatMap((metric) => {
    const entries = new Entries();
    for (const { value, sketches: of } of series) {
      const bytes = of[metric];
      if (bytes !== undefined) entries.add(value, bytes);
    }
    return rollup(metric, entries);
  });
  // Everything together has its counters even where all are zero: they say that somebody counted.
  return [...sketches, ...rollup("gauges", gauges), ...rollup("counters", counters)];
}

/** Named pieces of bytes: for each the lengths of name and piece, then both. */
export class Entries {
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  get isEmpty(): boolean {
    return this.#chunks.length === 0;
  }

  add(name: string, piece: Uint8Array): void {
    this.addRaw(Buffer.from(name, "utf8"), piece);
  }

  /** With its name as `eachEntry` read it. */
  addRaw(name: Uint8Array, piece: Uint8Array): void {
    const lengths = Buffer.alloc(4);
    lengths.writeUInt16LE(name.length, 0);
    lengths.writeUInt16LE(piece.length, 2);
    this.#chunks.push(lengths, name, piece);
    this.#size += lengths.length + name.length + piece.length;
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#chunks, this.#size);
  }
}

/** Calls back with where each name and its piece are. */
export function eachEntry(
  data: Buffer,
  found: (nameFrom: number, from: number, to: number) => void,
): void {
  let at = 0;
  while (at + 4 <= data.length) {
    const nameFrom = at + 4;
    const from = nameFrom + uint16At(data, at);
    const to = from + uint16At(data, at + 2);
    if (to > data.length) throw new Error("a rollup ends in the middle of an entry");
    found(nameFrom, from, to);
    at = to;
  }
}

/** Two of them for each entry: `readUInt16LE` would check its place each time. */
function uint16At(data: Buffer, at: number): number {
  return (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8);
}

/** One bit for each counter that is there, then those counters. */
export function counterBytes(counts: Readonly<Partial<Record<CounterMetric, number>>>): Uint8Array {
  let bits = 0;
  const present = COUNTERS.filter((name, at) => {
    if ((counts[name] ?? 0) <= 0) return false;
    bits |= 1 << at;
    return true;
  });
  const bytes = Buffer.alloc(2 + 8 * present.length);
  bytes.writeUInt16LE(bits, 0);
  present.forEach((name, i) => bytes.writeDoubleLE(counts[name] ?? 0, 2 + 8 * i));
  return bytes;
}

/** Adds counters to those that are known, in the order of `COUNTERS`. */
export function addCounters(data: Buffer, from: number, into: Float64Array): void {
  const bits = data.readUInt16LE(from);
  let at = from + 2;
  for (let counter = 0; counter < COUNTERS.length; counter += 1) {
    if ((bits & (1 << counter)) === 0) continue;
    into[counter] = (into[counter] ?? 0) + data.readDoubleLE(at);
    at += 8;
  }
}

export function counterIndex(metric: CounterMetric): number {
  return COUNTERS.indexOf(metric);
}

/** Counters as they were added up, by their names. */
export function countersOf(sums: Float64Array): Partial<Record<CounterMetric, number>> {
  return Object.fromEntries(COUNTERS.map((name, at) => [name, sums[at] ?? 0]));
}

const gaugeSize = 32;

/** Mean, largest and last of its samples, and of how many minutes they are. */
export function gaugeBytes({ mean, max, last }: GaugeSummary, minutes = 1): Uint8Array {
  const bytes = Buffer.alloc(gaugeSize);
  [mean, max, last, minutes].forEach((figure, at) => bytes.writeDoubleLE(figure, at * 8));
  return bytes;
}

export interface GaugeSum {
  /** Of the means, each as often as it has minutes. */
  sum: number;
  minutes: number;
  max: number;
  last: number;
}

/** Adds a gauge's summary to the earlier ones of the same span. */
export function addGauge(data: Buffer, from: number, into: GaugeSum): void {
  const minutes = data.readDoubleLE(from + 24);
  into.sum += data.readDoubleLE(from) * minutes;
  into.minutes += minutes;
  into.max = Math.max(into.max, data.readDoubleLE(from + 8));
  into.last = data.readDoubleLE(from + 16);
}
