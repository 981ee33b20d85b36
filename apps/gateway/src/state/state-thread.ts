import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { FileIdentity } from "./file-identity.ts";
import type { Answer, FromWorker, SentError, ToWorker, WorkerInput } from "./messages.ts";
import type { OperationInput, OperationName, OperationResult } from "./operations.ts";
import { StateError } from "./state-error.ts";
import type { StateStatus } from "./state-store.ts";

type Ready = Extract<FromWorker, { type: "ready" }>;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: StateError) => void;
}

/** What can be asked of a file that is no longer where it was. */
const reads: ReadonlySet<OperationName> = new Set([
  "audit.list",
  "audit.verify",
  "conversations.load",
  "conversations.list",
  "conversations.find",
  "conversations.rows",
  "meta.get",
  "pauses.all",
  "runs.get",
  "spend.load",
  "webhooks.get",
  "webhooks.unfinished",
  "webhooks.due",
  "webhooks.nextDueAfter",
  "webhooks.load",
]);

/** Calls under way at once; beyond it they are refused rather than kept in memory. */
const maxWaiting = 10_000;

/** The main thread's end of the thread that owns state.db. */
export class StateThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #exited: Promise<void>;
  readonly #opened = Promise.withResolvers<Ready>();
  #nextId = 0;
  #closing = false;
  #trouble: string | null = null;
  #checkpointTrouble: string | null = null;
  /** Of the file itself. It is not over when a write goes well elsewhere in it. */
  #damage: string | null = null;
  readonly #path: string;
  #file: FileIdentity | null = null;

  constructor(input: WorkerInput) {
    this.#path = join(input.dataDir, "state.db");
    this.#worker = new Worker(new URL("./state-worker.ts", import.meta.url), {
      name: "state",
      workerData: input,
    });
    this.#worker.on("message", (message: FromWorker) => this.#hear(message));
    this.#worker.on("error", (error) => this.#fail(`its thread failed: ${String(error)}`));
    this.#exited = new Promise((resolve) => {
      this.#worker.once("exit", () => {
        this.#fail("its thread has ended");
        resolve();
      });
    });
  }

  /** Resolves once the file is open. Rejects with why it is not, and then the thread has ended. */
  async opened(): Promise<Ready> {
    try {
      return await this.#opened.promise;
    } catch (error) {
      await this.#exited;
      throw error;
    }
  }

  call<K extends OperationName>(name: K, input: OperationInput<K>): Promise<OperationResult<K>> {
    if (this.#closing) return Promise.reject(new StateError("closed", "state.db is closed."));
    if (this.#file?.isLost === true && !reads.has(name)) {
      return Promise.reject(new StateError("write_failed", this.#lostMessage()));
    }
    if (this.#waiting.size >= maxWaiting) {
      const message = `${maxWaiting} calls wait for state.db already; try again once the disk has caught up.`;
      return Promise.reject(new StateError("overloaded", message));
    }
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(id, { resolve, reject });
    this.#post({ type: "call", id, name, input });
    // The thread answers a name with what its own operation returned.
    return promise as Promise<OperationResult<K>>;
  }

  status(): StateStatus {
    if (this.#file?.isLost === true) return { ok: false, reason: this.#lostMessage() };
    const trouble = this.#damage ?? this.#trouble ?? this.#checkpointMessage();
    return trouble === null
      ? { ok: true, reason: "state.db is open" }
      : { ok: false, reason: trouble };
  }

  async close(): Promise<void> {
    this.#file?.[Symbol.dispose]();
    if (!this.#closing) {
      this.#closing = true;
      this.#post({ type: "close" });
    }
    await this.#exited;
  }

  #checkpointMessage(): string | null {
    if (this.#checkpointTrouble === null) return null;
    return `${this.#path} does not take what is in its log (${this.#checkpointTrouble}). Nothing is lost yet, but the log grows: check the disk of the data directory.`;
  }

  #lostMessage(): string {
    return `${this.#path} was removed or replaced while the gateway runs, and nothing is kept any more. Put it back, or start the gateway again.`;
  }

  #post(message: ToWorker): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(message);
  }

  #hear(message: FromWorker): void {
    switch (message.type) {
      case "ready":
        this.#trouble = message.readOnly;
        this.#file = new FileIdentity(this.#path);
        this.#opened.resolve(message);
        break;
      case "refused":
        this.#opened.reject(received(message.error));
        break;
      case "answers":
        for (const answer of message.answers) this.#settle(answer);
        break;
      case "checkpointed":
        this.#checkpointTrouble = message.trouble;
        break;
      case "closed":
        break;
    }
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return;
    this.#waiting.delete(answer.id);
    if (!answer.ok && answer.error.code === "corrupt") this.#damage = answer.error.message;
    if (answer.wrote) this.#trouble = answer.ok ? null : answer.error.message;
    if (answer.ok) waiting.resolve(answer.result);
    else waiting.reject(received(answer.error));
  }

  #fail(reason: string): void {
    const closed = this.#closing;
    this.#closing = true;
    const message = closed
      ? "state.db is closed."
      : `state.db can't be used: ${reason}. Restart the gateway.`;
    if (!closed) this.#trouble = message;
    const error = new StateError("closed", message);
    this.#opened.reject(error);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

function received({ code, message }: SentError): StateError {
  return new StateError(code, message);
}
