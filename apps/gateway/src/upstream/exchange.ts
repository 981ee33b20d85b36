import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import type { ProviderTimeouts } from "../config/index.ts";

export interface ExchangeRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly timeouts: ProviderTimeouts;
  readonly signal: AbortSignal;
}

export interface ExchangeHandler {
  /** There is a connection, and the request goes out on it: from here on it may be billed. */
  sent(): void;
  head(status: number, headers: IncomingHttpHeaders): void;
  /** Answers false to pause the answer until `resume` is called. Throwing ends the exchange with what was thrown. */
  data(chunk: Buffer, resume: () => void): boolean;
  /** The answer's end. Throwing fails the exchange with what was thrown. */
  end(): void;
}

/** What an exchange that took longer than its total deadline is ended with. */
class TotalTimeoutError extends Error {
  override readonly name = "TotalTimeoutError";
  readonly code = "UND_ERR_BODY_TIMEOUT";
}

/**
 * One HTTP exchange over undici's dispatcher. Resolves at the answer's end; rejects with the signal's
 * reason at once when it aborts, even while no connection is there yet, and with the first error else.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: ExchangeRequest,
  handler: ExchangeHandler,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const { signal, timeouts } = request;
  let controller: Dispatcher.DispatchController | null = null;
  let isOver = false;
  const finish = (settle: () => void): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(total);
    signal.removeEventListener("abort", onAbort);
    settle();
  };
  const fail = (error: unknown): void => {
    finish(() => {
      reject(error);
    });
    controller?.abort(error instanceof Error ? error : new Error(String(error)));
  };
  const onAbort = (): void => {
    fail(signal.reason);
  };
  const total = setTimeout(() => {
    fail(new TotalTimeoutError(`no end after ${timeouts.totalMs} ms`));
  }, timeouts.totalMs);
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) {
    onAbort();
    return promise;
  }
  dispatcher.dispatch(
    {
      path: request.path,
      method: "POST",
      headers: request.headers,
      body: request.body,
      headersTimeout: timeouts.firstByteMs,
      bodyTimeout: timeouts.idleMs,
    },
    {
      onRequestStart(started) {
        controller = started;
        // It ended while the connection was still being made.
        if (isOver) started.abort(new Error("no longer wanted"));
        else handler.sent();
      },
      onResponseStart(_, status, headers) {
        if (!isOver) handler.head(status, headers);
      },
      onResponseData(current, chunk) {
        if (isOver) return;
        try {
          const goesOn = handler.data(chunk, () => {
            current.resume();
          });
          if (!goesOn) current.pause();
        } catch (error) {
          fail(error);
        }
      },
      onResponseEnd() {
        if (isOver) return;
        try {
          handler.end();
          finish(resolve);
        } catch (error) {
          fail(error);
        }
      },
      onResponseError(_, error) {
        finish(() => {
          reject(error);
        });
      },
    },
  );
  return promise;
}
