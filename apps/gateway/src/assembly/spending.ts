import { Budgets, Ledger, Tallies } from "../budget/index.ts";
import type { Fact, RequestRecord } from "../recorder/index.ts";
import type { PriceBook } from "../upstream/index.ts";
import type { Base } from "./base.ts";

/** Who spent how much: added up from the facts. */
export interface Spending {
  readonly ledger: Ledger;
  readonly tallies: Tallies;
}

export function createSpending(
  { clock, config, isPractice }: Base,
  find: (requestId: string) => RequestRecord | undefined,
  prices: () => PriceBook,
): Spending {
  const tallies = new Tallies(clock);
  const ledger = new Ledger({
    tallies,
    ownerOf: (requestId) => find(requestId)?.accepted.clientId,
    costOf: (name, model, usage) => {
      const provider = config().providers.get(name);
      if (provider === undefined) return null;
      const cost = prices().costOf(provider, model, usage);
      // Nobody is billed for practice; a price in the config is there to try a budget on.
      return cost === null && isPractice(name) ? 0 : cost;
    },
  });
  return { ledger, tallies };
}

export function createBudgets(
  { clock, config }: Base,
  { ledger, tallies }: Spending,
  { prices, state }: { readonly prices: PriceBook; readonly state: (fact: Fact) => void },
): Budgets {
  return new Budgets({
    config,
    clock,
    ledger,
    tallies,
    state,
    isPriced: async ({ provider, model }) => {
      if (provider.kind === "practice") return true;
      await prices.load();
      return prices.isPriced(provider, model);
    },
  });
}
