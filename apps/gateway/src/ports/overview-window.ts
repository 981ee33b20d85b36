import type { OverviewPoint, OverviewSeries } from "@signalbox/api-contract";
import type { MetricsCollector } from "@signalbox/metrics";
import type { Clock } from "../clock.ts";
import { overviewSeries } from "./overview-series.ts";

/**
 * The Overview's live charts: five minutes in steps of five seconds, and nearly as long again before
 * them. Single seconds are kept for ten minutes, and beyond them no step could be as fine.
 */
const stepMs = 5_000;
const windowMs = 590_000;

/** The live charts' steps, each read once it is over: reading all of them anew would hold the event loop. */
export class OverviewWindow {
  readonly #collector: MetricsCollector;
  readonly #clock: Clock;
  readonly #points = new Map<number, OverviewPoint>();
  #readUntil = Number.NEGATIVE_INFINITY;

  constructor(collector: MetricsCollector, clock: Clock) {
    this.#collector = collector;
    this.#clock = clock;
  }

  series(): OverviewSeries {
    this.newest();
    return { stepMs, points: [...this.#points.values()] };
  }

  /** The steps that changed since they were last read: the open one, and the one before it. */
  newest(): OverviewPoint[] {
    const to = this.#clock.now();
    // A clock that went back makes the steps after it untrue.
    if (to < this.#readUntil) this.#points.clear();
    const known = to < this.#readUntil ? Number.NEGATIVE_INFINITY : this.#readUntil;
    const from = Math.max(known - stepMs, to - windowMs);
    const { points } = overviewSeries(this.#collector, { from, to, stepMs });
    for (const point of points) this.#points.set(point.t, point);
    this.#readUntil = to;
    for (const t of this.#points.keys()) {
      if (t >= to - windowMs) break;
      this.#points.delete(t);
    }
    return points;
  }
}
