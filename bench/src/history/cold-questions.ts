import { execFileSync } from "node:child_process";
import type { Asked, Question } from "./question.ts";
import { Readers } from "./readers.ts";
import { row } from "./report.ts";

const asked = [
  "requests: newest page",
  "requests: text, middle",
  "overview: 24 h",
  "errors: groups, 24 h",
  "past: from the file",
] as const;

/** The first question of all: to a thread that was not there, of a file that is in no cache. */
export async function timeColdQuestions(
  path: string,
  questions: readonly Question[],
  { random, stored }: Omit<Asked, "readers">,
): Promise<void> {
  for (const question of questions.filter(({ name }) => asked.some((one) => one === name))) {
    const isCold = dropFromCache(path);
    await using readers = new Readers(path);
    const started = performance.now();
    const { found } = await question.ask({ readers, random, stored });
    const ms = (performance.now() - started).toFixed(1);
    row(
      `${question.name}, ${isCold ? "all cold" : "thread cold"}`,
      [ms, "", "", "", String(found)],
      "",
    );
  }
}

/** Only where there is a dd that can: elsewhere the file may be in the system's cache. */
function dropFromCache(path: string): boolean {
  try {
    execFileSync("dd", [`if=${path}`, "iflag=nocache", "count=0"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
