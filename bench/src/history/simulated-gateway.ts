import { MetricsCollector } from "@signalbox/metrics";
import { columns } from "../../../apps/gateway/src/history/fields.ts";
import { HistoryFile } from "../../../apps/gateway/src/history/history-file.ts";
import { HistorySink } from "../../../apps/gateway/src/history/history-sink.ts";
import type { HistoryRow, Totals } from "../../../apps/gateway/src/history/messages.ts";
import { RollupFeed } from "../../../apps/gateway/src/history/rollup-feed.ts";
import {
  CollectorSink,
  deriveFacts,
  Recorder,
  RequestLog,
  type Fact,
} from "../../../apps/gateway/src/recorder/index.ts";
import type { TimedFact } from "./request-script.ts";

/** Rows in one transaction: the full-text index is written out once in each. */
const rowsPerBatch = 10_000;
const msPerSecond = 1_000;
const secondsPerMinute = 60;
const secondsPerHour = 3_600;
const slotsTotal = 64;
const forEver = { retainDays: 100_000, maxBytes: Number.MAX_SAFE_INTEGER } as const;

export interface Written {
  facts: number;
  readonly rows: Partial<Record<HistoryRow[0], number>>;
  /** Of writing rows, and of making hours. */
  writingMs: number;
  tidyingMs: number;
}

/**
 * One start of a gateway in simulated time: its recorder, counters and history as they are, but that rows
 * are written at once and not by another thread, and that of what is told twice only the last word is.
 */
export class SimulatedGateway {
  readonly #file: HistoryFile;
  readonly #collector: MetricsCollector;
  readonly #log: RequestLog;
  readonly #recorder: Recorder;
  readonly #feed: RollupFeed;
  readonly #written: Written;
  #rows: HistoryRow[] = [];
  #now: number;
  #second: number;

  constructor(path: string, n: number, startedAt: number, written: Written) {
    this.#now = startedAt;
    this.#second = Math.floor(startedAt / msPerSecond);
    this.#written = written;
    const boot = { bootId: `bench-${n}`, node: "bench", version: "0.0.0", startedAt };
    this.#file = new HistoryFile(path, boot, { now: startedAt, isDamaged: false });
    const clock = { now: () => Math.floor(this.#now), mono: () => this.#now - startedAt };
    this.#collector = new MetricsCollector(clock);
    const { messages, errors, modelCalls } = this.#file.opening.totals;
    this.#collector.restore({ messagesProcessed: messages, errors, modelCalls });
    this.#log = new RequestLog({ clock, keepEnded: 10 });
    const find = (id: string) => this.#log.get(id);
    const push = (row: HistoryRow): void => {
      this.#push(row);
    };
    this.#feed = new RollupFeed(this.#collector, clock, push);
    this.#recorder = new Recorder({
      clock,
      sinks: [
        this.#log,
        new CollectorSink(this.#collector, find),
        new HistorySink(this.#log, () => this.#totals(), push),
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

  state({ at, fact }: TimedFact): void {
    while ((this.#second + 1) * msPerSecond <= at) this.#tick();
    this.#now = Math.max(this.#now, at);
    this.#apply(fact);
  }

  end(): void {
    this.#feed.finish();
    this.#flush();
    this.#file.end(this.#now, this.#totals());
  }

  #tick(): void {
    this.#second += 1;
    this.#now = this.#second * msPerSecond;
    this.#apply(this.#gauges());
    if (this.#second % secondsPerMinute === 0) while (this.#feed.step());
    if (this.#second % secondsPerHour === 0) this.#tidy();
  }

  #apply(fact: Fact): void {
    this.#written.facts += 1;
    this.#recorder.state(fact);
  }

  #gauges(): Fact {
    let queueDepth = 0;
    let slotsUsed = 0;
    for (const { state, accepted } of this.#log.active.values()) {
      if (state === "queued") queueDepth += 1;
      else if (accepted.agent !== null) slotsUsed += 1;
    }
    const inFlight = this.#log.active.size;
    return {
      type: "gauges",
      inFlight,
      queueDepth,
      oldestWaitMs: queueDepth * 120,
      overdue: 0,
      slotsUsed,
      slotsTotal,
    };
  }

  #push(row: HistoryRow): void {
    const [table, values] = row;
    if (onTheWay.has(table)) return;
    if (table === "requests" && values[endedSeq] === null) return;
    if (table === "spans" && values[endedAt] === null) return;
    this.#rows.push(row);
    if (this.#rows.length >= rowsPerBatch) this.#flush();
  }

  #flush(): void {
    const rows = this.#rows;
    this.#rows = [];
    for (const [table] of rows) {
      this.#written.rows[table] = (this.#written.rows[table] ?? 0) + 1;
    }
    const started = performance.now();
    const now = this.#now;
    this.#file.write({
      type: "write",
      rows,
      at: now,
      totals: this.#totals(),
      now,
      mending: null,
      limits: forEver,
    });
    this.#written.writingMs += performance.now() - started;
  }

  #tidy(): void {
    this.#flush();
    const started = performance.now();
    while (this.#file.tidy(forEver, this.#now));
    this.#written.tidyingMs += performance.now() - started;
  }

  #totals(): Totals {
    const { messagesProcessed, errors, modelCalls } = this.#collector.counters();
    return { messages: messagesProcessed, errors, modelCalls };
  }
}

/** What is told of something that runs: its end tells it again. */
const onTheWay: ReadonlySet<string> = new Set(["firstTokens"]);
const endedSeq = columns.requests.indexOf("ended_seq");
const endedAt = columns.spans.indexOf("ended_at");
