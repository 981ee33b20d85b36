import { answeredCode, problemOf, trpc } from "../api/index.ts";

export interface CancelSummary {
  readonly cancelled: number;
  /** Some end between the question and the answer. */
  readonly alreadyEnded: number;
  /** Sentences on those that could not be cancelled, each kind of problem once. */
  readonly problems: readonly string[];
}

/** Cancels at the same time, so many at once. */
const atOnce = 6;

/** Cancels each; one that fails keeps none of the others from it. */
export async function cancelAll(ids: readonly string[], reason: string): Promise<CancelSummary> {
  let cancelled = 0;
  let alreadyEnded = 0;
  const failed = new Map<string, number>();
  for (let i = 0; i < ids.length; i += atOnce) {
    const results = await Promise.allSettled(
      ids
        .slice(i, i + atOnce)
        .map((requestId) =>
          trpc.agent.cancel.mutate(reason === "" ? { requestId } : { requestId, reason }),
        ),
    );
    for (const result of results) {
      if (result.status === "fulfilled") {
        if (result.value.cancelled) cancelled += 1;
        else alreadyEnded += 1;
      } else if (answeredCode(result.reason) === "NOT_FOUND") alreadyEnded += 1;
      else {
        const problem = problemOf(result.reason);
        failed.set(problem, (failed.get(problem) ?? 0) + 1);
      }
    }
  }
  const problems = [...failed].map(([problem, count]) =>
    count === 1 ? problem : `${count} times: ${problem}`,
  );
  return { cancelled, alreadyEnded, problems };
}

/** What came of it, in sentences, where that is not that all of them were cancelled. */
export function cancelOutcome({ cancelled, alreadyEnded, problems }: CancelSummary): string[] {
  if (alreadyEnded === 0 && problems.length === 0) return [];
  const sentences = cancelled === 0 ? [] : [`${cancelled} ${wasOr(cancelled)} cancelled.`];
  if (alreadyEnded > 0) sentences.push(`${alreadyEnded} had already ended.`);
  return [...sentences, ...problems];
}

function wasOr(count: number): string {
  return count === 1 ? "was" : "were";
}
