import { MetricsCollector } from "@signalbox/metrics";
import { columns } from "../../../apps/gateway/src/history/fields.ts";
import { HistorySink } from "../../../apps/gateway/src/history/history-sink.ts";
import type { HistoryRow, Totals } from "../../../apps/gateway/src/history/messages.ts";
import { RefusalCounts } from "../../../apps/gateway/src/history/refusal-counts.ts";
import { RollupFeed } from "../../../apps/gateway/src/history/rollup-feed.ts";
import {
  CollectorSink,
  deriveFacts,
  Recorder,
  RequestLog,
  type Fact,
} from "../../../apps/gateway/src/recorder/index.ts";
import type { TimedFact } from "./request-script.ts";

const msPerSecond = 1_000;
const secondsPerMinute = 60;
const msPerMinute = 60_000;
const slotsTotal = 64;

export interface SimulatedGatewayOptions {
  readonly startedAt: number;
  /** Of the starts before. */
  readonly totals: Totals;
  readonly push: (row: HistoryRow) => void;
}

/**
 * One start of a gateway in simulated time: its recorder, counters and history's sink as they are. Of what
 * is told twice, only the last word is pushed.
 */
export class SimulatedGateway {
  readonly #collector: MetricsCollector;
  readonly #log: RequestLog;
  readonly #recorder: Recorder;
  readonly #feed: RollupFeed;
  #now: number;
  #second: number;
  #facts = 0;

  constructor({ startedAt, totals, push }: SimulatedGatewayOptions) {
    this.#now = startedAt;
    this.#second = Math.floor(startedAt / msPerSecond);
    const clock = { now: () => Math.floor(this.#now), mono: () => this.#now - startedAt };
    // Of what it knows, minutes alone are kept: counted in them at once, a minute is merged but once.
    const minute = () => Math.floor(this.#now / msPerMinute) * msPerMinute;
    this.#collector = new MetricsCollector({ now: minute, mono: clock.mono });
    const { messages, errors, modelCalls } = totals;
    this.#collector.restore({ messagesProcessed: messages, errors, modelCalls });
    this.#log = new RequestLog({ clock, keepEnded: 10 });
    const find = (id: string) => this.#log.get(id);
    const pushLast = (row: HistoryRow): void => {
      if (isLastWord(row)) push(row);
    };
    const refusals = new RefusalCounts(clock.now);
    this.#feed = new RollupFeed({ collector: this.#collector, refusals, clock }, push);
    this.#recorder = new Recorder({
      clock,
      sinks: [
        this.#log,
        new CollectorSink(this.#collector, find),
        new HistorySink(this.#log, () => this.totals, pushLast),
      ],
      derive: (fact) => deriveFacts(fact, find),
      onSinkError: (error) => {
        throw error;
      },
    });
  }

  get now(): number {
    return this.#now;
  }

  get facts(): number {
    return this.#facts;
  }

  get totals(): Totals {
    const { messagesProcessed, errors, modelCalls } = this.#collector.counters();
    return { messages: messagesProcessed, errors, modelCalls };
  }

  state({ at, fact }: TimedFact): void {
    while ((this.#second + 1) * msPerSecond <= at) this.#tick();
    this.#now = Math.max(this.#now, at);
    this.#apply(fact);
  }

  /** Pushes what it has not yet. */
  end(): void {
    this.#feed.finish();
  }

  #tick(): void {
    this.#second += 1;
    this.#now = this.#second * msPerSecond;
    this.#apply(this.#gauges());
    if (this.#second % secondsPerMinute === 0) while (this.#feed.step());
  }

  #apply(fact: Fact): void {
    this.#facts += 1;
    this.#recorder.state(fact);
  }

  #gauges(): Fact {
    let queueDepth = 0;
    let slotsUsed = 0;
    for (const { state, accepted } of this.#log.active.values()) {
      if (state === "queued") queueDepth += 1;
      else if (accepted.agent !== null) slotsUsed += 1;
    }
    return {
      type: "gauges",
      inFlight: this.#log.active.size,
      queueDepth,
      oldestWaitMs: queueDepth * 120,
      overdue: 0,
      slotsUsed,
      slotsTotal,
    };
  }
}

/** What is told of something that runs, its end tells again. */
function isLastWord([kind, values]: HistoryRow): boolean {
  if (kind === "requests") return values[endedSeq] !== null;
  if (kind === "spans") return values[endedAt] !== null;
  return kind !== "firstTokens";
}

const endedSeq = columns.requests.indexOf("ended_seq");
const endedAt = columns.spans.indexOf("ended_at");
