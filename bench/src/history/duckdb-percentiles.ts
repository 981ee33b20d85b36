import { DatabaseSync } from "node:sqlite";
import { quantile } from "../quantile.ts";
import { daysMs, minutesMs } from "./question.ts";
import { Random } from "./random.ts";
import { line, row } from "./report.ts";
import type { StoredFacts } from "./stored-facts.ts";

const rounds = 10;
const threads = "2";

const exact = `
  SELECT provider, model, minute, quantile_cont(ttft, [0.5, 0.95, 0.99])
  FROM calls WHERE minute >= $1 AND minute < $2 GROUP BY provider, model, minute`;

/** The same percentiles in DuckDB, which has the model calls in a table of its own. */
export async function timeDuckdbPercentiles(
  path: string,
  seed: number,
  stored: StoredFacts,
): Promise<void> {
  const duckdb = await import("@duckdb/node-api").catch(() => null);
  if (duckdb === null) {
    line("  DuckDB is not installed for this platform: left out.");
    return;
  }
  const instance = await duckdb.DuckDBInstance.create(":memory:", { threads });
  const connection = await instance.connect();
  try {
    await connection.run(
      "CREATE TABLE calls (provider VARCHAR, model VARCHAR, minute INTEGER, ttft DOUBLE)",
    );
    const began = performance.now();
    const appender = await connection.createAppender("calls");
    let count = 0;
    for (const call of callsOf(path)) {
      appender.appendVarchar(call.provider);
      appender.appendVarchar(call.model);
      appender.appendInteger(call.minute);
      appender.appendDouble(call.ttft);
      appender.endRow();
      count += 1;
    }
    appender.closeSync();
    const seconds = (performance.now() - began) / 1_000;
    line(`  DuckDB took ${seconds.toFixed(1)} s to load ${count.toLocaleString("en")} model calls`);
    const statement = await connection.prepare(exact);
    const random = new Random(seed + 5);
    const times: number[] = [];
    let found = 0;
    for (let round = 0; round < rounds; round += 1) {
      const from = Math.floor(random.between(stored.from, stored.to - daysMs) / minutesMs);
      statement.bindInteger(1, from);
      statement.bindInteger(2, from + daysMs / minutesMs);
      const started = performance.now();
      const reader = await statement.runAndReadAll();
      found = reader.getRows().length;
      times.push(performance.now() - started);
    }
    const figures = [quantile(times, 0.5), quantile(times, 0.95), Math.max(...times)];
    row(
      "the same, ttft: DuckDB, exact, 2 threads, in memory",
      [...figures.map((ms) => ms.toFixed(1)), "", String(found)],
      "",
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function* callsOf(path: string) {
  using db = new DatabaseSync(path, { readOnly: true });
  const rows = db
    .prepare(
      `SELECT provider, model, counted_at / ${minutesMs} AS minute, ttft FROM spans
       WHERE counted_at IS NOT NULL AND ttft IS NOT NULL`,
    )
    .iterate();
  for (const { provider, model, minute, ttft } of rows) {
    yield {
      provider: String(provider),
      model: String(model),
      minute: Number(minute),
      ttft: Number(ttft),
    };
  }
}
