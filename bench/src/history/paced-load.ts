import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";

export interface PacedLoad {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly connections: number;
}

const msPerSecond = 1_000;

/**
 * Sends requests at a fixed rate whether or not those before have ended. Answers with the time of each from
 * when it was due to its last byte, milliseconds.
 */
export async function pacedLoad(
  { url, headers, body, connections }: PacedLoad,
  perSecond: number,
  seconds: number,
): Promise<number[]> {
  const { origin, pathname } = new URL(url);
  await using stack = new AsyncDisposableStack();
  const pool = stack.adopt(new Pool(origin, { connections, pipelining: 1 }), (one) => one.close());
  const total = Math.round(perSecond * seconds);
  const took = new Float64Array(total);
  const allHere = Promise.withResolvers<void>();
  let here = 0;
  const request = {
    path: pathname,
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  } as const;
  // Nothing of a request outlives it: a collector that has much to keep would stop the clock it is timed by.
  const send = (n: number, due: number): void => {
    let status = 0;
    pool.dispatch(request, {
      onRequestStart() {},
      onResponseStart(_controller, statusCode) {
        status = statusCode;
      },
      onResponseData() {},
      onResponseEnd() {
        if (status !== 200) allHere.reject(new Error(`${url} answered ${status}`));
        took[n] = performance.now() - due;
        here += 1;
        if (here === total) allHere.resolve();
      },
      onResponseError(_controller, error) {
        allHere.reject(error);
      },
    });
  };
  const began = performance.now();
  for (let n = 0; n < total; n += 1) {
    const due = began + (n / perSecond) * msPerSecond;
    while (performance.now() < due) await sleep(Math.max(1, due - performance.now()));
    send(n, due);
  }
  await allHere.promise;
  return [...took];
}
