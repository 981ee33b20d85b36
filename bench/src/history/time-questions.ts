import { quantile } from "../quantile.ts";
import type { Asked, Question, QuestionLimits } from "./question.ts";
import { row } from "./report.ts";

const roundsOfAll = 30;
const usPerMs = 1_000;

interface Timed {
  readonly question: Question;
  readonly times: number[];
  /** Processor time of all threads: what stays the same where others use the machine too. */
  readonly cpu: number[];
  found: number;
  partial: number;
}

/** Every question in turn, again and again, so that none has the caches for itself. */
export async function timeQuestions(questions: readonly Question[], asked: Asked): Promise<number> {
  const timed = questions.map((question): Timed => ({
    question,
    times: [],
    cpu: [],
    found: 0,
    partial: 0,
  }));
  for (let round = 0; round < roundsOfAll; round += 1) {
    for (const one of timed) {
      const before = process.cpuUsage();
      const started = performance.now();
      const { found, isPartial } = await one.question.ask(asked);
      one.times.push(performance.now() - started);
      const { user, system } = process.cpuUsage(before);
      one.cpu.push((user + system) / usPerMs);
      one.found += found;
      one.partial += Number(isPartial);
    }
  }
  row("", ["p50", "p95", "max", "limits", "CPU p50", "CPU p95", "found", "partial"], "");
  return timed.filter((one) => !report(one)).length;
}

function report({ question, times, cpu, found, partial }: Timed): boolean {
  const { name, limits } = question;
  const isMet = isWithin(times, limits);
  const figures = [quantile(times, 0.5), quantile(times, 0.95), Math.max(...times)].map((ms) =>
    ms.toFixed(1),
  );
  const work = [quantile(cpu, 0.5), quantile(cpu, 0.95)].map((ms) => ms.toFixed(1));
  const mean = (found / times.length).toFixed(0);
  // Its work would fit: it waited for a disk, or for a processor that others had.
  const verdict = isMet ? "PASS" : isWithin(cpu, limits) ? "MISS by waiting" : "MISS";
  row(name, [...figures, `${limits.p95}/${limits.max}`, ...work, mean, String(partial)], verdict);
  return isMet;
}

function isWithin(ms: readonly number[], { p95, max }: QuestionLimits): boolean {
  return quantile(ms, 0.95) <= p95 && Math.max(...ms) <= max;
}
