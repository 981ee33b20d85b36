import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { sqliteCode } from "../state/open-database.ts";
import { StateError } from "../state/state-error.ts";
import { HistoryError } from "./history-error.ts";
import { HistoryFile } from "./history-file.ts";
import type { FromWriter, HistoryLimits, ToWriter, Write, WriterInput } from "./messages.ts";
import { isDamage } from "./open-history.ts";

/** How often it looks for what is due beside writing. */
const tidyEveryMs = 1_000;

/** A disk that is full or fails, or a file that another process holds: it may go again later. */
const passingCodes: ReadonlySet<number> = new Set([5, 7, 8, 10, 13, 14]);
const sqliteFull = 13;

/** The thread that owns history.db: nothing else writes it. */
class Writer {
  readonly #port: MessagePort;
  readonly #input: WriterInput;
  #file: HistoryFile | null = null;
  #limits: HistoryLimits;
  #now: number;
  #isDamaged = false;
  #tidying: NodeJS.Timeout | NodeJS.Immediate | null = null;

  constructor(port: MessagePort, input: WriterInput) {
    this.#port = port;
    this.#input = input;
    this.#limits = input.limits;
    this.#now = input.boot.startedAt;
  }

  serve(): void {
    try {
      this.#open(this.#input.boot.startedAt);
    } catch (error) {
      if (error instanceof HistoryError) return this.#refuse(error.code, error.message);
      if (error instanceof StateError && error.code === "sqlite_too_old") {
        return this.#refuse(error.code, error.message);
      }
      this.#tell({ type: "paused", reason: reasonOf(error) });
    }
    this.#port.on("message", (message: ToWriter) => {
      if (message.type === "write") this.#write(message);
      else if (message.type === "damaged") this.#setAside();
      else this.#close(message);
    });
    this.#tidyLater();
  }

  #tell(message: FromWriter): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#port.postMessage(message);
  }

  #refuse(code: HistoryError["code"], message: string): void {
    this.#tell({ type: "refused", code, message });
    this.#port.close();
  }

  #open(now: number): HistoryFile {
    if (this.#file !== null) return this.#file;
    const { path, boot } = this.#input;
    const file = new HistoryFile(path, boot, { now, isDamaged: this.#isDamaged });
    this.#file = file;
    this.#isDamaged = false;
    this.#tell({ type: "open", boot: file.boot, opening: file.opening });
    return file;
  }

  #write(message: Write): void {
    this.#limits = message.limits;
    this.#now = message.now;
    try {
      const file = this.#open(message.now);
      file.write(message);
      this.#tell({ type: "written", bytes: file.bytes });
    } catch (error) {
      this.#failed(error);
    }
  }

  /** What is sent again meets a file that was opened again: a damaged one is set aside then. */
  #failed(error: unknown): void {
    const reason = reasonOf(error);
    const isNever = error instanceof HistoryError || error instanceof StateError;
    const mayPass = isNever || passingCodes.has(sqliteCode(error)) || isSystemError(error);
    const damaged = isDamage(error);
    this.#isDamaged ||= damaged;
    if (damaged || (mayPass && sqliteCode(error) !== sqliteFull)) this.#drop();
    this.#tell({ type: damaged || mayPass ? "paused" : "skipped", reason });
  }

  /** What is written next begins a new file. */
  #setAside(): void {
    this.#isDamaged = true;
    this.#drop();
  }

  #drop(): void {
    try {
      this.#file?.close();
    } catch {
      // It was no good any more.
    }
    this.#file = null;
  }

  #tidyLater(): void {
    this.#tidying = setTimeout(() => {
      this.#tidy();
    }, tidyEveryMs);
  }

  /** A step, then whatever waits to be written, then the next step. */
  #tidy(hasStepped = false): void {
    try {
      if (this.#file?.tidy(this.#limits, this.#now) === true) {
        this.#tidying = setImmediate(() => {
          this.#tidy(true);
        });
        return;
      }
      if (hasStepped) this.#file?.retention.checkpoint();
    } catch (error) {
      this.#isDamaged ||= isDamage(error);
      if (this.#isDamaged) this.#drop();
      // A full disk takes no deletions either: the next look tries again.
    }
    this.#tidyLater();
  }

  #close({ now, totals, isComplete }: Extract<ToWriter, { type: "close" }>): void {
    if (this.#tidying !== null) {
      // Either kind is known to either function.
      clearTimeout(this.#tidying as NodeJS.Timeout);
      clearImmediate(this.#tidying as NodeJS.Immediate);
    }
    try {
      if (isComplete) this.#file?.end(now, totals);
      else this.#file?.close();
    } catch {
      // Not marked as ended: the next start says that something may be missing.
      this.#drop();
    }
    this.#tell({ type: "closed" });
    this.#port.close();
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// This file runs only as a thread, and its starter hands it a WorkerInput.
if (parentPort !== null) new Writer(parentPort, workerData as WriterInput).serve();
