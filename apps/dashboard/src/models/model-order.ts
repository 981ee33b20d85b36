import type { ModelRow } from "@signalbox/api-contract";

/** The breaker's states, the worst highest. Those not named are well. */
const badness: Partial<Record<string, number>> = {
  open: 4,
  failing: 3,
  "half-open": 2,
  paused: 1,
};

/** What a live model's figures are over. */
export const liveWindow = "2m";

/** Worst first: by state, then by share of failures, then by first token. */
export function worstFirst(models: readonly ModelRow[]): ModelRow[] {
  const rank = ({ state }: ModelRow) => badness[state] ?? 0;
  return models.toSorted(
    (a, b) =>
      rank(b) - rank(a) ||
      (b.failureRate ?? 0) - (a.failureRate ?? 0) ||
      (b.ttftP95 ?? 0) - (a.ttftP95 ?? 0) ||
      modelKey(a).localeCompare(modelKey(b)),
  );
}

export function modelKey({ provider, model }: ModelRow): string {
  return `${provider}/${model}`;
}

/** A share of failures that is worth red. */
export function isFailing({ failureRate, failed }: ModelRow): boolean {
  return failureRate !== null && failureRate >= 0.02 && failed >= 3;
}
