import type {
  ActiveRequest,
  Phase,
  PhaseDetail,
  RequestFacts,
  RequestOutcome,
  RequestStart,
} from "../active/active-request.ts";
import { ActiveTable, MAX_ACTIVE } from "../active/active-table.ts";
import { breakdown, BREAKDOWN_MINUTES, totals } from "../dimensions/breakdown.ts";
import type { BreakdownRow, TotalsRow } from "../dimensions/breakdown.ts";
import { isDimension } from "../dimensions/dimension.ts";
import type { Dimension, SeriesLimits } from "../dimensions/dimension.ts";
import { amount, times } from "../intake/amount.ts";
import { createTally } from "../intake/tally.ts";
import { EventRing } from "../ring/event-ring.ts";
import type { EventFilter, MetricsEvent, MetricsEventInput } from "../ring/event-ring.ts";
import { ModelCallRing } from "../ring/model-call-ring.ts";
import type { ModelCall, ModelCallInput } from "../ring/model-call.ts";
import { closedMinutes, minutes } from "../rollup/closed-minutes.ts";
import type { ClosedMinute, MinutesQuery } from "../rollup/closed-minutes.ts";
import type { GaugeSample } from "../rollup/gauge-table.ts";
import { COUNTER } from "../rollup/metric.ts";
import { Rollup } from "../rollup/rollup.ts";
import type { SeriesQuery, SeriesResult } from "../rollup/series-query.ts";
import { SeriesReader } from "../rollup/series-reader.ts";
import { Clock } from "./clock.ts";
import type { ClockOptions } from "./clock.ts";
import { RequestRecorder } from "./request-recorder.ts";
import type { RecoveredAttempt } from "./request-recorder.ts";
import { RECENT_CALLS } from "./snapshot.ts";
import type { CollectorCounters, MetricsSnapshot, RestoredTotals } from "./snapshot.ts";
import type { ToolCall } from "./tool-call.ts";

export interface MetricsCollectorOptions extends ClockOptions {
  /** What waits now; asked whenever a snapshot is built. 0 unless given. */
  readonly getQueueDepth?: (() => number) | undefined;
  /** Active requests listed; 10,000 unless given. */
  readonly maxActive?: number | undefined;
  /** Fewer values per dimension than SERIES_LIMITS. */
  readonly seriesLimits?: Partial<SeriesLimits> | undefined;
}

/**
 * What a gateway knows of its own work, in bounded memory: totals, the last calls and events, the
 * requests in flight, and rollups over 24 hours.
 *
 * Synchronous, without timers, and with injected clocks. Nothing that records throws: a bad value
 * is clamped or ignored, and counted in `counters()`. Recording a model call counts no message and
 * no error, and neither does ending a request: whoever knows what a message is calls
 * `incrementMessages`, and `incrementErrors` for what an operator should see.
 */
export class MetricsCollector {
  readonly #tally = createTally();
  readonly #clock: Clock;
  readonly #startedMono: number;
  readonly #getQueueDepth: (() => number) | undefined;
  readonly #calls = new ModelCallRing(this.#tally);
  readonly #events = new EventRing(this.#tally);
  readonly #active: ActiveTable;
  readonly #rollup: Rollup;
  readonly #requests: RequestRecorder;
  readonly #reader: SeriesReader;
  #messagesProcessed = 0;
  #errors = 0;
  #modelCallCount = 0;

  constructor(options: MetricsCollectorOptions = {}) {
    this.#clock = new Clock(options, this.#tally);
    this.#startedMono = this.#clock.mono();
    this.#getQueueDepth = options.getQueueDepth;
    const { maxActive = MAX_ACTIVE } = options;
    this.#active = new ActiveTable(maxActive >= 0 ? maxActive : MAX_ACTIVE, this.#tally);
    this.#rollup = new Rollup(this.#clock, this.#calls, this.#tally, options.seriesLimits);
    this.#requests = new RequestRecorder(this.#rollup.dimensions, this.#tally);
    this.#reader = new SeriesReader(this.#rollup);
  }

  /** Records a model call that ended; `error` or `errorKind` makes it a failed one. */
  recordModelCall(call: ModelCallInput): void {
    try {
      this.#rollup.recordModelCall(call);
      this.#modelCallCount += 1;
    } catch {
      this.#tally.rejected += 1;
    }
  }

  /** The last 200 model calls, oldest first. */
  getModelMetrics(): ModelCall[] {
    return this.#calls.newest();
  }

  /** Records a tool call that ended, by tool, channel, client, agent and kind of error. */
  recordToolCall(call: ToolCall): void {
    this.#safely(() => {
      this.#requests.toolEnded(call, this.#rollup.second());
    });
  }

  /** Counts an attempt that failed and was saved by another one: no model call, and no failure of one. */
  recordRecovered(attempt: RecoveredAttempt): void {
    this.#safely(() => {
      this.#requests.attemptRecovered(attempt, this.#rollup.second());
    });
  }

  recordEvent(event: MetricsEventInput): void {
    this.#safely(() => {
      this.#events.write(event, this.#clock.now());
    });
  }

  /** The last 500 events, newest first, as far as the filter lets them through. */
  getEvents(filter: EventFilter = {}): MetricsEvent[] {
    return this.#events.read(filter ?? {});
  }

  /** Takes a request into the table; a second start of an active id changes nothing, counted. */
  startRequest(id: string, start: RequestStart): void {
    this.#safely(() => {
      this.#active.start(id, start, this.#clock.now(), this.#clock.mono());
    });
  }

  setPhase(id: string, phase: Phase, detail?: PhaseDetail): void {
    this.#safely(() => {
      this.#active.setPhase(id, phase, detail, this.#clock.now(), this.#clock.mono());
    });
  }

  /** Tells what was not known when the request started, such as its model. */
  updateRequest(id: string, facts: RequestFacts): void {
    this.#safely(() => {
      this.#active.update(id, facts);
    });
  }

  /**
   * Takes a request out of the table and counts it, its duration and its wait in the series it
   * belongs to. Counts no message. An id that isn't active changes nothing, counted.
   */
  endRequest(id: string, outcome?: RequestOutcome): void {
    this.#safely(() => {
      const ended = this.#active.end(id);
      if (ended === undefined) return;
      const second = this.#rollup.second();
      this.#requests.requestEnded(ended, outcome, second, this.#clock.mono());
    });
  }

  /** The requests in flight, in the order in which they started; 10,000 at most. */
  getActiveRequests(): ActiveRequest[] {
    return this.#active.read(this.#clock.mono());
  }

  /** Counts messages processed: whole, 1 unless given. */
  incrementMessages(n?: number): void {
    this.#safely(() => {
      const count = times(n, this.#tally);
      this.#messagesProcessed += count;
      this.#rollup.dimensions.whole.at(this.#rollup.second()).count(COUNTER.messages, count);
    });
  }

  /** Counts failures that an operator should see: whole, 1 unless given. */
  incrementErrors(n?: number): void {
    this.#safely(() => {
      const count = times(n, this.#tally);
      this.#errors += count;
      this.#rollup.dimensions.whole.at(this.#rollup.second()).count(COUNTER.errors, count);
    });
  }

  /** Samples what stands now; once a second is what the rollups are made for. */
  recordGauges(sample: GaugeSample): void {
    this.#safely(() => {
      this.#rollup.gauges.record(sample, this.#rollup.second());
    });
  }

  getSnapshot(): MetricsSnapshot {
    return {
      messagesProcessed: this.#messagesProcessed,
      errors: this.#errors,
      activeRequests: this.#active.size,
      uptime: Math.max(0, this.#clock.mono() - this.#startedMono) / 1000,
      modelCalls: {
        total: this.#modelCallCount,
        avgLatency: this.#calls.meanLatency(),
        errorRate: this.#calls.errorRate(),
        recentCalls: this.#calls.newest(RECENT_CALLS),
      },
      queueDepth: this.#queueDepth(),
    };
  }

  /** A metric over time: see SeriesQuery. Unknown is null, never zero; a bad query has no points. */
  series(query: SeriesQuery): SeriesResult {
    try {
      return this.#reader.read(query);
    } catch {
      this.#tally.rejected += 1;
      return { kind: "gauge", stepMs: 1000, points: [] };
    }
  }

  /** Every value of a dimension over the last minutes, 5 unless given, 1,430 at most. */
  breakdown(dimension: Dimension, minutes: number = BREAKDOWN_MINUTES): BreakdownRow[] {
    return isDimension(dimension) ? breakdown(this.#rollup, dimension, minutes) : [];
  }

  /** Counters since start of every value of a dimension. */
  totals(dimension: Dimension): TotalsRow[] {
    return isDimension(dimension) ? totals(this.#rollup, dimension) : [];
  }

  /** The minutes that are over after the given one (epoch minutes), for a history to keep. */
  closedMinutes(sinceMinute: number): Generator<ClosedMinute> {
    return closedMinutes(this.#rollup, sinceMinute);
  }

  /** Minutes of a choice, the open one included where it is asked for: what is not yet in a history. */
  minutes(query: MinutesQuery): Generator<ClosedMinute> {
    return minutes(this.#rollup, query);
  }

  /** Adds the totals of an earlier run, so that counters go on after a restart. */
  restore(restored: RestoredTotals): void {
    this.#safely(() => {
      this.#messagesProcessed += amount(restored.messagesProcessed ?? 0, this.#tally);
      this.#errors += amount(restored.errors ?? 0, this.#tally);
      this.#modelCallCount += amount(restored.modelCalls ?? 0, this.#tally);
    });
  }

  /** The totals, and what every bound dropped, clamped or counted under `other`. */
  counters(): CollectorCounters {
    return {
      ...this.#tally,
      messagesProcessed: this.#messagesProcessed,
      errors: this.#errors,
      modelCalls: this.#modelCallCount,
      series: this.#rollup.dimensions.count,
      rollupBytes: this.#rollup.log.allocated,
    };
  }

  #queueDepth(): number {
    try {
      const depth: unknown = this.#getQueueDepth === undefined ? 0 : this.#getQueueDepth();
      if (typeof depth === "number" && depth >= 0 && depth < Infinity) return depth;
    } catch {
      // Counted below: what only observes must not stop what it observes.
    }
    this.#tally.callbackFailures += 1;
    return 0;
  }

  #safely(record: () => void): void {
    try {
      record();
    } catch {
      this.#tally.rejected += 1;
    }
  }
}
