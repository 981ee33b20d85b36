import type { AgentConfig, KeyBudget, KeyBudgets } from "../config/index.ts";

/** Over what a limit counts: one request, a session of one token's, or a token's day of UTC. */
export type Scope = "request" | "session" | "day";

export interface Limit {
  readonly scope: Scope;
  readonly unit: "usd" | "tokens";
  readonly max: number;
  /** Whose budget it is, as people know it: `agent support`. */
  readonly owner: string;
  /** The key in the config that sets it. */
  readonly key: string;
}

/** Every limit that a request has to keep. */
export function limitsOf(
  clientName: string,
  agent: AgentConfig | null,
  budgets: KeyBudgets,
): Limit[] {
  return [...limitsOfAgent(agent), ...limitsOfKey(clientName, budgets)];
}

function limitsOfAgent(agent: AgentConfig | null): Limit[] {
  const { budget, name } = agent ?? { budget: null, name: "" };
  if (budget === null) return [];
  const limit = (scope: Scope, unit: Limit["unit"], key: keyof typeof budget): Limit[] => {
    const max = budget[key];
    return max === null ? [] : [{ scope, unit, max, owner: `agent ${name}`, key }];
  };
  return [
    ...limit("request", "usd", "usdPerRequest"),
    ...limit("request", "tokens", "tokensPerRequest"),
    ...limit("session", "usd", "usdPerSession"),
    ...limit("session", "tokens", "tokensPerSession"),
  ];
}

function limitsOfKey(name: string, { each, byName }: KeyBudgets): Limit[] {
  const own = byName.get(name);
  const budget: KeyBudget = own ?? each;
  const suffix = own === undefined ? "PerKeyPerDay" : "PerDay";
  const limit = (unit: Limit["unit"], max: number | null): Limit[] =>
    max === null
      ? []
      : [{ scope: "day", unit, max, owner: `token ${name}`, key: `${unit}${suffix}` }];
  return [...limit("usd", budget.usdPerDay), ...limit("tokens", budget.tokensPerDay)];
}
