import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Filled } from "./fill.ts";

export interface AskingInput {
  readonly url: string;
  readonly token: string;
  readonly seed: number;
  readonly filled: Filled;
}

export type ToAsking = "ask" | "stop";

export interface FromAsking {
  readonly asked: number;
}

/** A dashboard of its own: what it takes to read the answers is no time of those who send requests. */
export class AskingThread implements AsyncDisposable {
  readonly #worker: Worker;

  constructor(input: AskingInput) {
    this.#worker = new Worker(new URL("asking-worker.ts", import.meta.url), { workerData: input });
  }

  start(): void {
    this.#post("ask");
  }

  /** Answers with how many questions were answered since the start. */
  async stop(): Promise<number> {
    const told = once(this.#worker, "message");
    this.#post("stop");
    const [{ asked }] = (await told) as [FromAsking];
    return asked;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }

  #post(told: ToAsking): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(told);
  }
}
