import { Worker } from "node:worker_threads";
import { HistoryFile } from "../../../apps/gateway/src/history/history-file.ts";
import type {
  BootInfo,
  FromWriter,
  HistoryRow,
  Totals,
  ToWriter,
  WriterInput,
} from "../../../apps/gateway/src/history/messages.ts";
import { packRows } from "../../../apps/gateway/src/history/packed-rows.ts";

/** Rows in one transaction, ten times as many as a gateway takes at most: the index is written out once in each. */
const rowsPerBatch = 10_000;
const forEver = { retainDays: 100_000, maxBytes: Number.MAX_SAFE_INTEGER } as const;

/** The gateway's own thread that writes history.db, fed with rows of simulated time. */
export class WritingThread {
  readonly #worker: Worker;
  readonly #path: string;
  readonly #boot: BootInfo;
  readonly #opened = Promise.withResolvers<Totals>();
  readonly #closed = Promise.withResolvers<void>();
  readonly counts: Partial<Record<HistoryRow[0], number>>;
  #rows: HistoryRow[] = [];
  #isWriting = false;
  #written: PromiseWithResolvers<void> | null = null;

  constructor(path: string, boot: BootInfo, counts: WritingThread["counts"]) {
    this.#path = path;
    this.#boot = boot;
    this.counts = counts;
    const input: WriterInput = { path, boot, limits: forEver };
    const file = new URL("../../../apps/gateway/src/history/writer-worker.ts", import.meta.url);
    this.#worker = new Worker(file, { workerData: input });
    this.#worker.on("message", (message: FromWriter) => {
      this.#hear(message);
    });
  }

  /** What the starts before came to. */
  opened(): Promise<Totals> {
    return this.#opened.promise;
  }

  push(row: HistoryRow): void {
    this.counts[row[0]] = (this.counts[row[0]] ?? 0) + 1;
    this.#rows.push(row);
  }

  get hasFullBatch(): boolean {
    return this.#rows.length >= rowsPerBatch;
  }

  /** One batch is written while the next is filled: with more on its way, it would never come to its hours. */
  async send(now: number, totals: Totals): Promise<void> {
    if (this.#isWriting) {
      this.#written = Promise.withResolvers();
      await this.#written.promise;
    }
    const rows = packRows(this.#rows);
    this.#rows = [];
    this.#isWriting = true;
    this.#post({ type: "write", rows, at: now, totals, now, mending: null, limits: forEver });
  }

  /** With all hours that are due. */
  async close(now: number, totals: Totals): Promise<void> {
    await this.send(now, totals);
    this.#post({ type: "close", now, totals, isComplete: false });
    await this.#closed.promise;
    await this.#worker.terminate();
    const file = new HistoryFile(this.#path, this.#boot, { now, isDamaged: false });
    while (file.tidy(forEver, now));
    file.end(now, totals);
  }

  #post(message: ToWriter): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(message);
  }

  #hear(message: FromWriter): void {
    if (message.type === "open") this.#opened.resolve(message.opening.totals);
    else if (message.type === "closed") this.#closed.resolve();
    else if (message.type === "written") {
      this.#isWriting = false;
      this.#written?.resolve();
    } else {
      const why = message.type === "refused" ? message.message : message.reason;
      throw new Error(`history.db is ${message.type}: ${why}`);
    }
  }
}
