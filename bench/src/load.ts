import { Pool } from "undici";
import { quantile } from "./quantile.ts";

export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly connections: number;
  readonly requests: number;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  /** To the answer's first byte, milliseconds. */
  readonly firstByteP50: number;
  readonly firstByteP99: number;
}

/** Sends so many requests over so many connections, each as soon as the one before it ended. */
export async function run({
  url,
  headers,
  body,
  connections,
  requests,
}: Load): Promise<LoadResult> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const firstBytes: number[] = [];
  let left = requests;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const started = performance.now();
      const answer = await pool.request({
        path: pathname,
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body,
      });
      let isFirst = true;
      for await (const _ of answer.body) {
        if (isFirst) firstBytes.push(performance.now() - started);
        isFirst = false;
      }
      if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - started) / 1_000;
  await pool.close();
  return {
    requestsPerSecond: requests / seconds,
    firstByteP50: quantile(firstBytes, 0.5),
    firstByteP99: quantile(firstBytes, 0.99),
  };
}
