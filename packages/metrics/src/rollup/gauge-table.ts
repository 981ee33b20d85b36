import type { Tally } from "../intake/tally.ts";
import { MAX_NAME } from "../intake/text.ts";
import { GaugeSeries } from "./gauge-series.ts";
import type { GaugeMetric } from "./metric.ts";

/** Gauges told apart; samples of further names are dropped, counted. */
export const MAX_GAUGES = 32;

/** One sample of what stands now: the expected gauges, and any other by a name of its own. */
export type GaugeSample = { readonly [name in GaugeMetric]?: number | undefined } & {
  readonly [name: string]: number | undefined;
};

/** The gauges of one collector, by name. A sample left out is a gap, not a zero. */
export class GaugeTable {
  readonly #series = new Map<string, GaugeSeries>();
  readonly #tally: Tally;

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  record(sample: GaugeSample, second: number): void {
    for (const [name, value] of Object.entries(sample)) {
      if (value === undefined) continue;
      if (typeof value === "number" && Number.isFinite(value) && name.length <= MAX_NAME) {
        this.#find(name)?.record(second, value);
      } else {
        this.#tally.rejected += 1;
      }
    }
  }

  get(name: string): GaugeSeries | undefined {
    return this.#series.get(name);
  }

  names(): string[] {
    return Array.from(this.#series.keys());
  }

  #find(name: string): GaugeSeries | undefined {
    const known = this.#series.get(name);
    if (known !== undefined) return known;
    if (this.#series.size >= MAX_GAUGES) {
      this.#tally.gaugesOverflow += 1;
      return undefined;
    }
    const series = new GaugeSeries();
    this.#series.set(name, series);
    return series;
  }
}
