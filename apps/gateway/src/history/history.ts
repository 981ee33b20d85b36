import { join, resolve } from "node:path";
import type { Component, Refusals } from "@signalbox/api-contract";
import type { Clock } from "../clock.ts";
import type { Dimension, MetricsCollector, SketchMetric } from "@signalbox/metrics";
import type { Fact, RequestLog, RequestRecord } from "../recorder/index.ts";
import { HistoryError } from "./history-error.ts";
import { HistoryReaders } from "./history-readers.ts";
import { HistorySink } from "./history-sink.ts";
import { HistoryWriter } from "./history-writer.ts";
import type { FromWriter, Gap, HistoryLimits, HistoryRow, Opening, Totals } from "./messages.ts";
import type { QueryInput, QueryName, QueryResult } from "./queries.ts";
import { minuteOf } from "./minute.ts";
import type { PastAnswer } from "./read-past.ts";
import type { FoundBreakdown } from "./read-breakdown.ts";
import type { RollupsFound, RollupWish } from "./read-rollups.ts";
import type { StepsOfMinutes, Tail } from "./rollup-pieces.ts";
import type { RefusalCounts, RefusalWindow } from "./refusal-counts.ts";
import { refused } from "./refusal-codec.ts";
import { RollupFeed, type FedDimension } from "./rollup-feed.ts";
import type { QueueBounds } from "./write-queue.ts";
import { WriterThread } from "./writer-thread.ts";

const queryDeadlineMs = 4_000;
/** How long it waits for those before it: many tabs may come back to a machine that is busy. */
const queryMaxWaitMs = 15_000;
/** How long a list looks on; it answers with what it has then, and where to go on. */
const queryLookMs = 150;
/** How long a question waits for what was stated before it to be on disk. */
const settleMs = 500;
/** How long stopping waits for the disk. */
const closeMs = 10_000;
const lagWarnMs = 5_000;
const feedEveryMs = 250;
/** How long it may hold the event loop when many minutes wait. */
const feedForMs = 2;

export interface HistoryOptions {
  readonly dataDir: string;
  readonly bootId: string;
  readonly node: string;
  readonly version: string;
  readonly clock: Clock;
  readonly limits: () => HistoryLimits;
  readonly log: RequestLog;
  readonly collector: MetricsCollector;
  readonly refusals: RefusalCounts;
  readonly state: (fact: Fact) => void;
  readonly bounds?: QueueBounds;
}

/** What happened, on disk: written by one thread, read by another, and never waited for by the work. */
export class History {
  readonly sink: HistorySink;
  readonly #options: HistoryOptions;
  readonly #writer: HistoryWriter;
  readonly #readers: HistoryReaders;
  readonly #feed: RollupFeed;
  readonly #feeding: NodeJS.Timeout;
  readonly #opened = Promise.withResolvers<void>();
  readonly #thread: WriterThread;
  #boot = 0;
  #isRestored = false;

  /** The data directory is this process's by then: its lock is that of `state.db`. */
  constructor(options: HistoryOptions) {
    this.#options = options;
    const path = join(resolve(options.dataDir), "history.db");
    const { bootId, node, version, clock, collector, limits, bounds } = options;
    const totals = () => (this.#isRestored ? totalsOf(collector) : null);
    this.#writer = new HistoryWriter({
      clock,
      limits,
      totals,
      ...(bounds !== undefined && { bounds }),
      post: (message) => {
        this.#thread.post(message);
      },
      onOpen: ({ boot, opening }) => {
        this.#onOpen(boot, opening);
      },
      onTrouble: (reason) => {
        this.#event("warn", `Stored history is paused: ${reason}. The work goes on.`);
      },
      onMended: (gap) => this.#mended(gap),
      onSkipped: (rows, reason) => {
        this.#event("error", `Stored history left out ${rows} rows: ${reason}.`);
      },
    });
    const push = (row: HistoryRow): void => {
      this.#writer.push(row);
    };
    this.sink = new HistorySink(options.log, totals, push);
    this.#feed = new RollupFeed(options, push);
    this.#feeding = setInterval(() => {
      this.#feed.catchUp(feedForMs);
    }, feedEveryMs);
    this.#feeding.unref();
    this.#readers = new HistoryReaders({
      path,
      deadlineMs: queryDeadlineMs,
      maxWaitMs: queryMaxWaitMs,
      lookMs: queryLookMs,
      onDamage: () => {
        this.#thread.post({ type: "damaged" });
      },
    });
    this.#thread = new WriterThread({
      path,
      input: () => ({
        path,
        boot: { bootId, node, version, startedAt: clock.now() },
        limits: limits(),
      }),
      hear: (message) => {
        this.#hear(message);
      },
      onExit: (reason, isForGood) => {
        if (isForGood) {
          this.#writer.stop();
          return;
        }
        this.#writer.lostThread(reason);
        this.#opened.resolve();
      },
    });
  }

  /** This start's number in the file; 0 as long as it was not opened. */
  get boot(): number {
    return this.#boot;
  }

  /**
   * Resolves once the file is open, or the disk refused it for now.
   * @throws {HistoryError} where the gateway must not start with it.
   */
  opened(): Promise<void> {
    return this.#opened.promise;
  }

  /** Asks what is on disk, with all in it that was stated before, as far as the disk keeps up. */
  async ask<K extends QueryName>(name: K, input: QueryInput<K>): Promise<QueryResult<K>> {
    await within(this.#writer.drained(), settleMs);
    return this.#readers.ask(name, input);
  }

  /** Everything that is known of a moment, with what ended in a while before it. */
  past(t: number, endedForMs = 0): Promise<PastAnswer> {
    return this.ask("past", { t, boot: this.#boot, endedForMs });
  }

  /** Figures by steps, the minutes that are not on disk yet included. */
  async rollups(steps: StepsOfMinutes, wishes: readonly RollupWish[]): Promise<RollupsFound> {
    const dimensions = new Set([null, ...wishes.map(({ dimension }) => dimension || null)]);
    const tails = Array.from(dimensions, (dimension) => this.tail(dimension, steps.to));
    await within(this.#writer.drained(), settleMs);
    return this.#readers.rollups({ ...steps, wishes, boot: this.#boot, tails });
  }

  /** What each value of a dimension came to in a window of whole minutes. */
  async breakdown(
    dimension: Dimension,
    { from, to }: { readonly from: number; readonly to: number },
    sketches: readonly SketchMetric[] = [],
  ): Promise<readonly FoundBreakdown[]> {
    const window = { from: minuteOf(from), to: minuteOf(to) + 1 };
    const tails = [this.tail(null, window.to), this.tail(dimension, window.to)];
    const query = { ...window, dimension, sketches, boot: this.#boot, tails };
    return (await this.ask("breakdown", query)).values;
  }

  /** Who was turned away, over the minutes that a window touches: from memory where it reaches that far. */
  async refusals({ from, to }: RefusalWindow): Promise<Refusals> {
    const { refusals } = this.#options;
    const { knownFrom } = refusals;
    if (from >= knownFrom || this.#boot === 0) {
      return { knownFrom, rows: refusals.within({ from, to }) };
    }
    const window = { from: minuteOf(from), to: minuteOf(to) + 1 };
    const tails = [this.tail(refused, window.to)];
    const found = await this.ask("refusals", { ...window, boot: this.#boot, tails });
    return {
      knownFrom: Math.min(found.knownFrom ?? Infinity, knownFrom),
      rows: [...found.rows],
    };
  }

  /**
   * What this start has counted of a dimension up to an epoch minute and not handed to the file: goes with a
   * question to rollups.
   */
  tail(dimension: FedDimension, before = Number.POSITIVE_INFINITY): Tail {
    return this.#feed.tail(dimension, before);
  }

  /** What waits for the disk, and what was lost. */
  get pressure(): { lagMs: number; waitingRows: number; droppedRows: number } {
    const { rows, lagMs, dropped } = this.#writer.status();
    return { lagMs, waitingRows: rows, droppedRows: dropped };
  }

  component(): Component {
    const { rows, lagMs, dropped, trouble, bytes } = this.#writer.status();
    const size = bytes === null ? "" : `, ${(bytes / 1e6).toFixed(1)} MB of it in use`;
    const lost = dropped === 0 ? "" : `; rows lost since the start: ${dropped}`;
    const isLate = lagMs > lagWarnMs;
    const how =
      trouble === null
        ? isLate
          ? "history.db is late"
          : "history.db is open"
        : `paused: ${trouble}`;
    const wait = `rows that wait: ${rows}, the oldest for ${Math.round(lagMs)} ms`;
    return {
      name: "history",
      status: trouble !== null || isLate ? "warn" : "ok",
      reason: `${how}${size}; ${wait}${lost}`,
    };
  }

  /** Writes what waits and closes the file; gives up on a disk that does not answer. */
  async close(): Promise<void> {
    this.#thread.letEnd();
    clearInterval(this.#feeding);
    this.#feed.finish();
    await this.#readers.close();
    this.#thread.ref();
    await within(this.#writer.close(), closeMs);
    this.#writer.stop();
    await this.#thread.terminate();
  }

  #hear(message: FromWriter): void {
    if (message.type === "refused") {
      this.#opened.reject(new HistoryError(message.code, message.message));
    }
    this.#writer.hear(message);
    if (message.type === "paused") this.#opened.resolve();
  }

  #onOpen(boot: number, { setAside, interrupted, gap, totals }: Opening): void {
    this.#boot = boot;
    this.#restore(totals);
    this.#thread.watchFile();
    void this.#readers.forget();
    this.#opened.resolve();
    if (setAside !== null) {
      const message = `history.db was damaged. It is ${setAside} now, and a new history has begun; requests and events of before are in that file alone.`;
      this.#event("error", message);
    }
    if (gap === null) return;
    const [from, to] = [gap.from, gap.to].map((at) => new Date(at).toISOString());
    const message = `The gateway did not stop as it should: nothing is known from ${from} to ${to}. Requests that it left open: ${interrupted}, told as interrupted.`;
    this.#event("warn", message);
  }

  /** Counters go on from where the last start left them: once, however often the file is opened again. */
  #restore({ messages, errors, modelCalls }: Totals): void {
    if (this.#isRestored) return;
    this.#isRestored = true;
    this.#options.collector.restore({ messagesProcessed: messages, errors, modelCalls });
  }

  /** States again what memory has of the requests that a gap may have cost, as far as there is room. */
  #mended(gap: Gap): { openSeqs: number[]; upToSeq: number } {
    const { log } = this.#options;
    const active = [...log.active.values()];
    const ended = [...log.ended()];
    const lost = gap.lost ?? 0;
    let left = 0;
    if (lost > 0) {
      this.#feed.repeatFrom(gap.from);
      const missed = ended.filter(({ endedAt }) => (endedAt ?? 0) >= gap.from);
      // Those that go on are stated when they end, too.
      left = this.#restate([...missed, ...active]);
    }
    const unstated = left === 0 ? "" : ` Requests that there was no room to write again: ${left}.`;
    const message = `Stored history goes on after ${Math.round((gap.to - gap.from) / 1_000)} s. Rows lost: ${lost}.${unstated}`;
    this.#event("info", message);
    const openSeqs = active.map(({ seq }) => seq);
    return { openSeqs, upToSeq: Math.max(0, ...openSeqs, ...ended.map(({ seq }) => seq)) };
  }

  /** How many there was no room for: to drop their rows would begin the next gap. */
  #restate(records: readonly RequestRecord[]): number {
    for (const [n, record] of records.entries()) {
      if (!this.#writer.hasRoom) return records.length - n;
      this.sink.restate(record);
    }
    return 0;
  }

  #event(level: "info" | "warn" | "error", message: string): void {
    this.#options.state({ type: "event", level, source: "history", message });
  }
}

function totalsOf(collector: MetricsCollector): Totals {
  const { messagesProcessed, errors, modelCalls } = collector.counters();
  return { messages: messagesProcessed, errors, modelCalls };
}

async function within(promise: Promise<void>, ms: number): Promise<void> {
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const timer = setTimeout(end, ms);
  try {
    await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}
