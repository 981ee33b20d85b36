import { nothing, sum, type Spending } from "./spending.ts";

/** What sessions have spent, by `token/session`: of too many the quietest of who has the most goes. */
export class SessionTallies {
  readonly #max: number;
  /** By token, and there by the whole key, in the order of their last use. */
  readonly #byToken = new Map<string, Map<string, Spending>>();
  #size = 0;

  constructor(max: number) {
    this.#max = max;
  }

  of(key: string): Spending {
    return this.#byToken.get(tokenOf(key))?.get(key) ?? nothing;
  }

  /** Answers with the new total. */
  add(key: string, spent: Spending): Spending {
    const total = sum(this.of(key), spent);
    const token = tokenOf(key);
    const own = this.#byToken.get(token) ?? new Map<string, Spending>();
    this.#byToken.set(token, own);
    if (!own.delete(key)) this.#size += 1;
    own.set(key, total);
    if (this.#size > this.#max) this.#forgetQuietest();
    return total;
  }

  #forgetQuietest(): void {
    let most: Map<string, Spending> | null = null;
    for (const own of this.#byToken.values()) {
      if (most === null || own.size > most.size) most = own;
    }
    const [key] = most?.keys() ?? [];
    if (key === undefined) return;
    most?.delete(key);
    this.#size -= 1;
  }
}

function tokenOf(key: string): string {
  return key.slice(0, key.indexOf("/"));
}
