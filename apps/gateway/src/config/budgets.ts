import type { AgentBudget, KeyBudgets } from "./config.ts";
import type { FileAgent, FileBudgets } from "./schema.ts";

/** What every token, and each that has limits of its own, may spend in a day. */
export function resolveKeyBudgets(written: FileBudgets): KeyBudgets {
  return {
    each: {
      usdPerDay: written.usdPerKeyPerDay ?? null,
      tokensPerDay: written.tokensPerKeyPerDay ?? null,
    },
    byName: new Map(
      Object.entries(written.keys).map(([name, { usdPerDay, tokensPerDay }]) => [
        name,
        { usdPerDay: usdPerDay ?? null, tokensPerDay: tokensPerDay ?? null },
      ]),
    ),
  };
}

export function resolveAgentBudget(written: FileAgent["budget"]): AgentBudget | null {
  if (written === undefined) return null;
  return {
    usdPerRequest: written.usdPerRequest ?? null,
    tokensPerRequest: written.tokensPerRequest ?? null,
    usdPerSession: written.usdPerSession ?? null,
    tokensPerSession: written.tokensPerSession ?? null,
  };
}
