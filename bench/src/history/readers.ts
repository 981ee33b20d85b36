import { HistoryReader } from "../../../apps/gateway/src/history/history-reader.ts";
import type {
  QueryInput,
  QueryName,
  QueryResult,
} from "../../../apps/gateway/src/history/queries.ts";

/** As many as the gateway has, and as long as its lists look on. */
const threads = 2;
const lookMs = 150;
/** The gateway gives up after four seconds: here the real time is to be seen. */
const deadlineMs = 120_000;

/** The threads that answer questions to a stored history. */
export class Readers implements AsyncDisposable {
  readonly #readers: readonly HistoryReader[];

  constructor(path: string) {
    this.#readers = Array.from(
      { length: threads },
      () => new HistoryReader({ path, deadlineMs, maxWaitMs: deadlineMs, lookMs }),
    );
  }

  ask<K extends QueryName>(name: K, input: QueryInput<K>): Promise<QueryResult<K>> {
    return this.#readers.reduce((a, b) => (b.load < a.load ? b : a)).ask(name, input);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.close()));
  }
}
