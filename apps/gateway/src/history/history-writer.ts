import type { Clock } from "../clock.ts";
import type {
  FromWriter,
  Gap,
  HistoryLimits,
  HistoryRow,
  Mending,
  ToWriter,
  Totals,
  Write,
} from "./messages.ts";
import { noRows } from "./packed-rows.ts";
import { queueBounds, WriteQueue, type Batch, type QueueBounds } from "./write-queue.ts";

const flushEveryMs = 250;
const heartbeatEveryMs = 500;
const retryEveryMs = 1_000;

type Opened = Extract<FromWriter, { type: "open" }>;

export interface HistoryWriterOptions {
  readonly clock: Clock;
  readonly limits: () => HistoryLimits;
  /** As everything stated so far makes them; null as long as those of earlier starts are not known. */
  readonly totals: () => Totals | null;
  /** Sends to the thread that owns the file. */
  readonly post: (message: ToWriter) => void;
  readonly onOpen: (message: Opened) => void;
  /** Once when rows begin to be late or lost. Never within the statement of a fact. */
  readonly onTrouble: (reason: string) => void;
  /** Once when that is over, before it is told to the disk: the place to state again what is known. */
  readonly onMended: (gap: Gap) => Pick<Mending, "openSeqs" | "upToSeq">;
  readonly onSkipped: (rows: number, reason: string) => void;
  readonly bounds?: QueueBounds;
}

export interface WriterStatus {
  readonly rows: number;
  /** How old the oldest row is that is not written. */
  readonly lagMs: number;
  /** Rows that were not kept, since the start. */
  readonly dropped: number;
  /** Why rows are late or lost now; null where they are not. */
  readonly trouble: string | null;
  readonly bytes: number | null;
}

interface Trouble {
  readonly from: number;
  reason: string;
  lost: number;
  isTold: boolean;
}

/**
 * The main thread's end of the writer: one batch is under way at a time, and what waits is bounded. Where
 * the disk refuses, the batch is sent again each second; where there is no room, rows are dropped and
 * counted until there is plenty again.
 */
export class HistoryWriter {
  readonly #options: HistoryWriterOptions;
  readonly #queue: WriteQueue;
  readonly #timer: NodeJS.Timeout;
  #underWay: { readonly batch: Batch | undefined; readonly message: Write } | null = null;
  #isRefused = false;
  /** False from the end of a thread until the next one has said how it found the file. */
  #hasThread = true;
  #isDropping = false;
  #trouble: Trouble | null = null;
  #mending: Mending | null = null;
  #dropped = 0;
  #bytes: number | null = null;
  #sentAt = 0;
  /** Everything stated up to then is on disk. */
  #writtenTo: number;
  #closing: PromiseWithResolvers<void> | null = null;
  #drained: PromiseWithResolvers<void> | null = null;

  constructor(options: HistoryWriterOptions) {
    this.#options = options;
    this.#queue = new WriteQueue(options.bounds ?? queueBounds);
    this.#writtenTo = options.clock.now();
    this.#timer = setInterval(() => {
      this.#tick();
    }, flushEveryMs);
    this.#timer.unref();
  }

  push(row: HistoryRow): void {
    if (this.#closing !== null) return;
    const now = this.#options.clock.now();
    if (this.#isDropping || !this.#queue.push(row, now)) this.#drop(now);
    else if (this.#underWay === null && !this.#isRefused && this.#queue.hasFullBatch) this.#send();
  }

  /** Whether more can be stated again without taking the room of what is new. */
  get hasRoom(): boolean {
    return !this.#queue.isAlmostFull;
  }

  status(): WriterStatus {
    const now = this.#options.clock.now();
    const since = this.#underWay?.batch?.since ?? this.#queue.since;
    return {
      rows: this.#queue.rows,
      lagMs: since === null ? 0 : Math.max(0, now - since),
      dropped: this.#dropped,
      trouble: this.#trouble?.reason ?? null,
      bytes: this.#bytes,
    };
  }

  hear(message: FromWriter): void {
    switch (message.type) {
      case "open":
        this.#hasThread = true;
        this.#options.onOpen(message);
        return;
      case "written":
        this.#bytes = message.bytes;
        this.#writtenTo = this.#underWay?.message.at ?? this.#writtenTo;
        this.#settle();
        return;
      case "skipped": {
        const rows = this.#underWay?.batch?.rows ?? 0;
        this.#dropped += rows;
        this.#options.onSkipped(rows, message.reason);
        this.#settle();
        return;
      }
      case "paused":
        this.#hasThread = true;
        this.#isRefused = true;
        this.#troubled(message.reason, this.#writtenTo);
        this.#resolveWaiting();
        return;
      case "refused":
      case "closed":
        this.stop();
    }
  }

  /** Its thread has ended: what was under way is sent to the next one. */
  lostThread(reason: string): void {
    this.#hasThread = false;
    this.#isRefused = true;
    this.#troubled(reason, this.#writtenTo);
    this.#resolveWaiting();
  }

  /** Resolves once what was pushed is on disk, or at once where the disk takes nothing now. */
  drained(): Promise<void> {
    if (this.#isRefused || this.#closing !== null) return Promise.resolve();
    if (this.#underWay === null && this.#queue.rows === 0) return Promise.resolve();
    this.#drained ??= Promise.withResolvers();
    if (this.#underWay === null) this.#send();
    return this.#drained.promise;
  }

  /** Writes what waits and marks the start as ended. Resolves once the thread has said so. */
  close(): Promise<void> {
    if (this.#closing === null) {
      this.#closing = Promise.withResolvers();
      if (!this.#hasThread) this.stop();
      else if (this.#isRefused) this.#sendAgain();
      else if (this.#underWay === null) this.#next();
    }
    return this.#closing.promise;
  }

  /** Sends nothing any more. */
  stop(): void {
    clearInterval(this.#timer);
    this.#closing ??= Promise.withResolvers();
    this.#closing.resolve();
    this.#resolveWaiting();
  }

  #tick(): void {
    this.#tellTrouble();
    const since = this.#options.clock.mono() - this.#sentAt;
    if (!this.#hasThread) return;
    if (this.#isRefused) {
      if (since >= retryEveryMs) this.#sendAgain();
      return;
    }
    if (this.#underWay !== null) return;
    if (this.#queue.rows > 0 || this.#mending !== null || since >= heartbeatEveryMs) this.#send();
  }

  #send(): void {
    const { clock, limits, totals } = this.#options;
    const batch = this.#queue.take();
    const isLast = this.#queue.since === null;
    const now = clock.now();
    const message: Write = {
      type: "write",
      rows: batch?.packer.packed() ?? noRows,
      at: isLast && !this.#isDropping ? now : null,
      totals: totals(),
      now,
      mending: isLast ? this.#mending : null,
      limits: limits(),
    };
    if (isLast) this.#mending = null;
    this.#underWay = { batch, message };
    this.#post();
  }

  #sendAgain(): void {
    this.#isRefused = false;
    if (this.#underWay === null) this.#send();
    else this.#post();
  }

  #post(): void {
    this.#sentAt = this.#options.clock.mono();
    if (this.#underWay !== null) this.#options.post(this.#underWay.message);
  }

  #settle(): void {
    if (this.#underWay?.batch !== undefined) this.#queue.done(this.#underWay.batch);
    // It counts as under way until then: what is stated again waits its turn.
    if (this.#trouble !== null && this.#queue.isHalfEmpty) this.#mend(this.#trouble);
    this.#underWay = null;
    this.#next();
  }

  #next(): void {
    if (this.#queue.hasFullBatch) this.#send();
    else if (this.#drained !== null || this.#closing !== null) {
      if (this.#queue.rows > 0 || this.#mending !== null) this.#send();
      else this.#atRest();
    }
  }

  #atRest(): void {
    this.#drained?.resolve();
    this.#drained = null;
    if (this.#closing === null) return;
    this.#postClose(true);
  }

  #postClose(isComplete: boolean): void {
    clearInterval(this.#timer);
    const { clock, totals, post } = this.#options;
    post({ type: "close", now: clock.now(), totals: totals(), isComplete });
  }

  #drop(now: number): void {
    this.#dropped += 1;
    this.#isDropping = true;
    if (this.#trouble === null)
      this.#trouble = newTrouble(now, "more was to be written than the disk took");
    this.#trouble.lost += 1;
  }

  #troubled(reason: string, from: number): void {
    if (this.#trouble === null) this.#trouble = newTrouble(from, reason);
    else this.#trouble.reason = reason;
    // A last try was refused too: what waits is lost with the process.
    if (this.#closing !== null) this.#postClose(false);
  }

  #tellTrouble(): void {
    if (this.#trouble === null || this.#trouble.isTold) return;
    this.#trouble.isTold = true;
    this.#options.onTrouble(this.#trouble.reason);
  }

  #mend({ from, reason, lost }: Trouble): void {
    this.#tellTrouble();
    this.#isDropping = false;
    this.#trouble = null;
    const gap = { from, to: this.#options.clock.now(), reason, lost };
    const known = this.#options.onMended(gap);
    this.#mending = { gap, ...known };
  }

  #resolveWaiting(): void {
    this.#drained?.resolve();
    this.#drained = null;
  }
}

function newTrouble(from: number, reason: string): Trouble {
  return { from, reason, lost: 0, isTold: false };
}
