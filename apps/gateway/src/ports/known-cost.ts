/** What calls cost as far as it is known, and how many of them have no known price. */
export interface CountedCost {
  readonly costUsd: number;
  readonly unpriced: number;
}

/** As the API tells it: null where no price is known at all, or nothing was counted. */
export function knownCost(counted: CountedCost | null | undefined) {
  const { costUsd = null, unpriced = 0 } = counted ?? {};
  return { costUsd: costUsd === 0 && unpriced > 0 ? null : costUsd, unpriced };
}
