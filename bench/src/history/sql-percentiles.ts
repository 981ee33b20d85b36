import { DatabaseSync } from "node:sqlite";
import { quantile } from "../quantile.ts";
import { daysMs } from "./question.ts";
import { row } from "./report.ts";
import type { StoredFacts } from "./stored-facts.ts";
import { Random } from "./random.ts";

const rounds = 5;

/** Nearest rank: the least value that so large a share of the values is not above. */
const exact = `
  WITH calls AS (
    SELECT spans.provider, spans.model, spans.counted_at / 60000 AS minute, spans.ttft,
      row_number() OVER (PARTITION BY spans.provider, spans.model, spans.counted_at / 60000
        ORDER BY spans.ttft) AS place,
      count(*) OVER (PARTITION BY spans.provider, spans.model, spans.counted_at / 60000) AS count
    FROM requests INDEXED BY requests_by_start CROSS JOIN spans
      ON spans.boot = requests.boot AND spans.request_seq = requests.seq
    WHERE requests.started_at >= ? AND requests.started_at < ?
      AND spans.counted_at IS NOT NULL AND spans.ttft IS NOT NULL)
  SELECT provider, model, minute,
    min(ttft) FILTER (WHERE place >= 0.5 * count) AS p50,
    min(ttft) FILTER (WHERE place >= 0.95 * count) AS p95,
    min(ttft) FILTER (WHERE place >= 0.99 * count) AS p99
  FROM calls GROUP BY provider, model, minute`;

/** The same percentiles of a day as plain SQL over the rows that the gateway wrote. */
export function timeSqlPercentiles(path: string, seed: number, stored: StoredFacts): void {
  using db = new DatabaseSync(path, { readOnly: true });
  db.exec("PRAGMA cache_size = -65536");
  const statement = db.prepare(exact);
  const random = new Random(seed + 5);
  const times: number[] = [];
  let found = 0;
  for (let round = 0; round < rounds; round += 1) {
    const from = Math.floor(random.between(stored.from, stored.to - daysMs));
    const started = performance.now();
    found = statement.all(from, from + daysMs).length;
    times.push(performance.now() - started);
  }
  const figures = [quantile(times, 0.5), quantile(times, 0.95), Math.max(...times)];
  row(
    "the same, ttft: SQLite over the rows, exact, window functions",
    [...figures.map((ms) => ms.toFixed(1)), "", String(found)],
    "",
  );
}
