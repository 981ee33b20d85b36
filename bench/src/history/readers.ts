import { HistoryReaders } from "../../../apps/gateway/src/history/history-readers.ts";

/** As long as the gateway's lists look on. */
const lookMs = 150;
/** The gateway gives up after four seconds: here the real time is to be seen. */
const deadlineMs = 120_000;

/** The threads that answer questions to a stored history, as the gateway has them. */
export class Readers extends HistoryReaders implements AsyncDisposable {
  constructor(path: string) {
    super({ path, deadlineMs, maxWaitMs: deadlineMs, lookMs });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
