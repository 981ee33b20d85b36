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
  const took: number[] = [];
  const send = async (due: number): Promise<void> => {
    const answer = await pool.request({
      path: pathname,
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });
    await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`);
    took.push(performance.now() - due);
  };
  const began = performance.now();
  const total = Math.round(perSecond * seconds);
  const sent: Promise<void>[] = [];
  for (let n = 0; n < total; n += 1) {
    const due = began + (n / perSecond) * msPerSecond;
    while (performance.now() < due) await sleep(Math.max(1, due - performance.now()));
    sent.push(send(due));
  }
  await Promise.all(sent);
  return took;
}
