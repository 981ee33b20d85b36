import { loadavg } from "node:os";
import { timeColdQuestions } from "./cold-questions.ts";
import { timeDuckdbPercentiles } from "./duckdb-percentiles.ts";
import { eventQuestions } from "./event-questions.ts";
import { figureQuestions } from "./figure-questions.ts";
import { openFilledFile } from "./filled-file.ts";
import type { HistoryFlags } from "./flags.ts";
import { pageQuestions } from "./page-questions.ts";
import { Random } from "./random.ts";
import { Readers } from "./readers.ts";
import { line } from "./report.ts";
import { requestQuestions } from "./request-questions.ts";
import { timeSqlPercentiles } from "./sql-percentiles.ts";
import { readStoredFacts } from "./stored-facts.ts";
import { timeQuestions } from "./time-questions.ts";

const defaultScale = 1;
const questions = [...requestQuestions, ...eventQuestions, ...figureQuestions, ...pageQuestions];

/** Thirty days of history, and everything that the dashboard asks of it. */
export async function benchHistory(flags: HistoryFlags): Promise<void> {
  line("\nstored history");
  await using file = await openFilledFile({ ...flags, scale: flags.scale ?? defaultScale });
  const { path, filled } = file;
  const stored = readStoredFacts(path, flags.seed, filled);
  const random = new Random(flags.seed + 9);
  line(`\nthe first question, ms (load of this machine: ${loadavg()[0]?.toFixed(1)})`);
  await timeColdQuestions(path, questions, { random, stored });
  line("\n24 h of percentiles per model per minute, by other means, ms");
  timeSqlPercentiles(path, flags.seed, stored);
  await timeDuckdbPercentiles(path, flags.seed, stored);
  line(`\nevery question 30 times, ms (load of this machine: ${loadavg()[0]?.toFixed(1)})`);
  await using readers = new Readers(path);
  const missed = await timeQuestions(questions, { readers, random, stored });
  line(
    `  questions: ${questions.length}, beyond their limits: ${missed}; load of this machine: ${loadavg()[0]?.toFixed(1)}`,
  );
}
