import { ContractError } from "@signalbox/api-contract";
import type { Stream, StreamOptions } from "@signalbox/api-contract/server";

export interface PolledStreamOptions<T> extends StreamOptions {
  readonly bootId: string;
  readonly everyMs: number;
  readonly read: () => T;
}

/**
 * The newest value, again whenever it changed. It holds nothing for a reader that is slow: the next
 * value it asks for is the newest one then.
 */
export async function* newestOf<T>(options: PolledStreamOptions<T>): Stream<T> {
  const { bootId, everyMs, read, signal } = options;
  let told = "";
  let count = 0;
  while (!signal.aborted) {
    const data = read();
    const text = JSON.stringify(data);
    if (text !== told) {
      told = text;
      count += 1;
      yield { id: `${bootId}:${count}`, data };
    }
    await pause(everyMs, signal);
  }
}

/**
 * A stream that a stopping gateway ends with `draining`: one that just ended would tell its reader
 * that all was said, and the reader would not come back.
 */
export async function* endedByStop<T>(
  { lastEventId, signal }: StreamOptions,
  stopping: AbortSignal,
  open: (stream: StreamOptions) => Stream<T>,
): Stream<T> {
  yield* open({ lastEventId, signal: AbortSignal.any([signal, stopping]) });
  if (signal.aborted) return;
  throw new ContractError("draining", "The gateway is stopping.");
}

/** Resolves after the time, or at once when the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const onAbort = (): void => {
    resolve();
  };
  signal.addEventListener("abort", onAbort, { once: true });
  await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", onAbort);
}
