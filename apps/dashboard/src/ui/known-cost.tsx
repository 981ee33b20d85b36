import { formatKnownCost, unpricedText, type Priced } from "../figures/figures.ts";

export interface KnownCostProps {
  /** Null where no price is known at all. */
  readonly usd: number | null;
  readonly unpriced: number;
  readonly of: Priced;
}

/** A sum of costs: at least so much where some of them are not known, and how many those are. */
export function KnownCost({ usd, unpriced, of }: KnownCostProps) {
  return (
    <span title={unpricedText(unpriced, of)} className={usd === null ? "text-faint" : undefined}>
      {usd === null ? "–" : formatKnownCost(usd, unpriced)}
    </span>
  );
}
