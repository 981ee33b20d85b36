import { isDeepStrictEqual } from "node:util";
import { Worker } from "node:worker_threads";
import { ContractError } from "@signalbox/api-contract";
import { askerNow } from "../asker.ts";
import type {
  Answer,
  FromReader,
  QueryInput,
  QueryName,
  QueryResult,
  ReaderInput,
  ToReader,
} from "./queries.ts";
import { threadCpuMs } from "./thread-time.ts";

/** Questions of one asker that wait at once, and of all; one more is refused. */
const maxWaitingOfOne = 64;
const maxWaiting = 512;

export interface HistoryReaderOptions {
  readonly path: string;
  /**
   * How long a question may take before its thread is ended. Its wait for those before it does not count, nor,
   * where the system tells, that for a processor.
   */
  readonly deadlineMs: number;
  /** How long it waits for those before it, and how long it may take with all its waiting. */
  readonly maxWaitMs: number;
  /** How long a list looks on. */
  readonly lookMs: number;
  /** A question met damage in the file. */
  readonly onDamage?: () => void;
  /** Processor time that a thread has had; null where nobody tells. */
  readonly cpuMsOf?: (thread: number) => number | null;
}

interface Question {
  readonly asker: string;
  readonly askedAt: number;
  readonly message: ToReader;
  readonly answer: Promise<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: ContractError) => void;
}

/**
 * The main thread's end of the reader, which is started by the first question. They are answered one
 * after the other; one that takes too long ends with its thread, and the next gets a new one.
 */
export class HistoryReader {
  readonly #options: HistoryReaderOptions;
  readonly #waiting: Question[] = [];
  #asked: Question | null = null;
  #lastAsker = "";
  /** When it was handed over, and the processor time that the thread had had by then. */
  #begun = { at: 0, cpuMs: 0 };
  #worker: Worker | null = null;
  /** Null where the system has no number for it; undefined until it has begun. */
  #thread: number | null | undefined;
  #deadline: NodeJS.Timeout | null = null;
  #nextId = 0;
  #isClosed = false;
  /** Its last thread is not gone yet. */
  #isEnding = false;

  constructor(options: HistoryReaderOptions) {
    this.#options = options;
  }

  /** Questions that it has and has not answered. While its thread ends it answers none. */
  get load(): number {
    if (this.#isEnding) return maxWaiting + this.#waiting.length;
    return this.#waiting.length + (this.#asked === null ? 0 : 1);
  }

  /** Whoever asks now has a question here that is not answered. */
  get isAsked(): boolean {
    const by = askerNow();
    return this.#asked?.asker === by || this.#waiting.some(({ asker }) => asker === by);
  }

  ask<K extends QueryName>(name: K, input: QueryInput<K>): Promise<QueryResult<K>> {
    if (this.#isClosed) return Promise.reject(draining());
    const by = askerNow();
    const own = this.#waiting.filter((question) => question.asker === by).length;
    if (own >= maxWaitingOfOne || this.#waiting.length >= maxWaiting) {
      const message = `${this.#waiting.length} questions to the stored history wait already; ask again in a moment.`;
      return Promise.reject(new ContractError("overloaded", message));
    }
    const { promise: answer, resolve, reject } = Promise.withResolvers<unknown>();
    const message = { id: this.#nextId++, name, input };
    const askedAt = performance.now();
    this.#waiting.push({ asker: by, askedAt, message, answer, resolve, reject });
    this.#next();
    // The thread answers a name with what its own query returned.
    return answer as Promise<QueryResult<K>>;
  }

  /**
   * The answer to the same question of the same asker that waits here; null where none does. One that the thread has already is
   * another: what was stated since it began may not be in its answer.
   */
  shared<K extends QueryName>(name: K, input: QueryInput<K>): Promise<QueryResult<K>> | null {
    const by = askerNow();
    const same = this.#waiting.find(
      ({ asker: whose, message }) =>
        whose === by && message.name === name && isDeepStrictEqual(message.input, input),
    );
    // As above.
    return same === undefined ? null : (same.answer as Promise<QueryResult<K>>);
  }

  /** Lets go of the file; the next question opens it again. */
  async forget(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#fail(unreadable("the file was opened anew; ask again"));
    await worker?.terminate();
    this.#next();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(draining());
    this.#fail(draining());
    await this.forget();
  }

  #next(): void {
    if (this.#asked !== null || this.#isEnding) return;
    const question = this.#take();
    if (question === undefined) return;
    if (performance.now() - question.askedAt > this.#options.maxWaitMs) {
      question.reject(waitedTooLong(this.#options.maxWaitMs));
      this.#next();
      return;
    }
    this.#asked = question;
    this.#lastAsker = question.asker;
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#begun = { at: performance.now(), cpuMs: this.#cpuMs() ?? 0 };
    this.#watch();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(question.message);
  }

  /** The first of anyone but who had the last answer: one who asks much keeps nobody else waiting. */
  #take(): Question | undefined {
    const at = this.#waiting.findIndex((question) => question.asker !== this.#lastAsker);
    return this.#waiting.splice(Math.max(0, at), 1)[0];
  }

  #watch(): void {
    this.#deadline = setTimeout(() => {
      if (this.#isHeldUp()) this.#watch();
      else this.#overrun();
    }, this.#options.deadlineMs);
  }

  /** It stands back behind the work, which may leave it little of a processor, or is still starting. */
  #isHeldUp(): boolean {
    const { deadlineMs, maxWaitMs } = this.#options;
    if (performance.now() - this.#begun.at + deadlineMs > maxWaitMs) return false;
    const cpuMs = this.#cpuMs();
    return cpuMs !== null && cpuMs - this.#begun.cpuMs < deadlineMs / 2;
  }

  #cpuMs(): number | null {
    const { cpuMsOf = threadCpuMs } = this.#options;
    if (this.#thread === undefined) return 0;
    return this.#thread === null ? null : cpuMsOf(this.#thread);
  }

  #start(): Worker {
    const { path, lookMs } = this.#options;
    const input: ReaderInput = { path, lookMs };
    this.#thread = undefined;
    const worker = new Worker(new URL("./reader-worker.ts", import.meta.url), {
      name: "history reader",
      workerData: input,
    });
    let reason = "its thread ended";
    worker.on("error", (error) => (reason = String(error)));
    worker.on("message", (message: FromReader) => {
      if ("id" in message) this.#hear(message);
      else if (this.#worker === worker) this.#thread = message.thread;
    });
    worker.once("exit", () => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#fail(unreadable(reason));
      this.#next();
    });
    return worker;
  }

  #hear(answer: Answer): void {
    if (this.#asked?.message.id !== answer.id) return;
    const { resolve, reject } = this.#settle(this.#asked);
    if (answer.ok) resolve(answer.result);
    else {
      if (answer.isDamaged) this.#options.onDamage?.();
      reject(unreadable(answer.reason));
    }
    this.#next();
  }

  #overrun(): void {
    const worker = this.#worker;
    this.#worker = null;
    this.#fail(this.#late());
    if (worker !== null) void this.#end(worker);
  }

  /** What it is at can't be stopped in the middle of a statement: the next thread begins when it is gone. */
  async #end(worker: Worker): Promise<void> {
    this.#isEnding = true;
    await worker.terminate();
    this.#isEnding = false;
    this.#next();
  }

  #late(): ContractError {
    const seconds = this.#options.deadlineMs / 1_000;
    const message = `The stored history had no answer within ${seconds} s. Ask for less, a narrower time or fewer filters, or again in a moment.`;
    return new ContractError("timeout", message);
  }

  #fail(error: ContractError): void {
    if (this.#asked !== null) this.#settle(this.#asked).reject(error);
  }

  #settle(question: Question): Question {
    if (this.#deadline !== null) clearTimeout(this.#deadline);
    this.#deadline = null;
    this.#asked = null;
    // Idle, it keeps no process alive.
    this.#worker?.unref();
    return question;
  }
}

function waitedTooLong(maxWaitMs: number): ContractError {
  const message = `The stored history came to no answer within ${maxWaitMs / 1_000} s, for others had asked before. Ask again in a moment.`;
  return new ContractError("timeout", message);
}

function draining(): ContractError {
  return new ContractError("draining", "The gateway is stopping.");
}

function unreadable(reason: string): ContractError {
  const message = `The stored history could not be read (${reason}). What is in memory is served; see the component history of system.health.`;
  return new ContractError("internal", message);
}
