import { Worker } from "node:worker_threads";
import { FileIdentity } from "../state/file-identity.ts";
import type { FromWriter, ToWriter, WriterInput } from "./messages.ts";

const restartAfterMs = 1_000;

export interface WriterThreadOptions {
  /** Of the file that it writes. */
  readonly path: string;
  /** What it begins with, each time that it begins. */
  readonly input: () => WriterInput;
  readonly hear: (message: FromWriter) => void;
  /** It is gone: by itself, and another one begins in a while, or for good. */
  readonly onExit: (reason: string, isForGood: boolean) => void;
}

/** Keeps the thread that writes history.db running, and has it begin anew where its file is no longer there. */
export class WriterThread {
  readonly #options: WriterThreadOptions;
  #worker: Worker;
  #file: FileIdentity | null = null;
  #isEnding = false;

  constructor(options: WriterThreadOptions) {
    this.#options = options;
    this.#worker = this.#start();
  }

  post(message: ToWriter): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(message);
  }

  /** The file was opened: from now on another one in its place is noticed. */
  watchFile(): void {
    this.#file?.[Symbol.dispose]();
    this.#file = new FileIdentity(this.#options.path);
  }

  /** No other one begins after it. */
  letEnd(): void {
    this.#isEnding = true;
    this.#file?.[Symbol.dispose]();
  }

  /** Whoever waits for its answer keeps the process alive for it. */
  ref(): void {
    this.#worker.ref();
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL("./writer-worker.ts", import.meta.url), {
      name: "history",
      workerData: this.#options.input(),
    });
    // The server keeps the process alive, and closing waits for the thread.
    worker.unref();
    let reason: string | null = null;
    worker.on("error", (error) => (reason = String(error)));
    worker.on("message", (message: FromWriter) => {
      this.#hear(message);
    });
    worker.once("exit", () => {
      this.#exited(reason ?? this.#endReason());
    });
    return worker;
  }

  #hear(message: FromWriter): void {
    if (message.type === "refused") this.#isEnding = true;
    this.#options.hear(message);
    // Its next thread begins a new one: into this one nothing is written that anybody could read.
    if (message.type === "written" && this.#file?.isLost === true) void this.#worker.terminate();
  }

  #endReason(): string {
    return this.#file?.isLost === true
      ? `${this.#options.path} was removed or replaced while the gateway runs`
      : "its thread ended";
  }

  #exited(reason: string): void {
    this.#options.onExit(reason, this.#isEnding);
    if (this.#isEnding) return;
    setTimeout(() => {
      if (!this.#isEnding) this.#worker = this.#start();
    }, restartAfterMs).unref();
  }
}
