import { Random } from "../../random.ts";
import type { Fault, FaultedRequest, FaultRule } from "./fault.ts";

/** More rules than this are a mistake in the script. */
export const MAX_FAULT_RULES = 100;

/** An injected rule, to be looked at or taken back. */
export interface InjectedFault {
  /** How often it has struck. */
  readonly struck: number;
  remove(): void;
}

interface Entry {
  readonly rule: FaultRule;
  struck: number;
  fitting: number;
}

/** Decides which fault, if any, a request meets. */
export class FaultScript {
  readonly #random: Random;
  readonly #entries = new Set<Entry>();

  constructor(seed: number) {
    // Apart from every request's own sequence, so that a rule does not change what is said.
    this.#random = new Random(seed, -1);
  }

  /** Adds a rule. Throws a RangeError beyond 100 of them. */
  inject(rule: FaultRule): InjectedFault {
    if (this.#entries.size >= MAX_FAULT_RULES) {
      throw new RangeError(`No more than ${MAX_FAULT_RULES} fault rules; clear some first.`);
    }
    const entry: Entry = { rule, struck: 0, fitting: 0 };
    this.#entries.add(entry);
    return {
      get struck() {
        return entry.struck;
      },
      remove: () => void this.#entries.delete(entry),
    };
  }

  /** Takes all rules back; requests already under way keep their fault. */
  clear(): void {
    this.#entries.clear();
  }

  /** The fault this request meets. Counts it as struck. */
  strike(request: FaultedRequest): Fault | undefined {
    const entry = this.#entries.values().find((entry) => this.#fits(entry, request));
    if (entry === undefined) return undefined;
    entry.struck += 1;
    if (entry.struck === entry.rule.times) this.#entries.delete(entry);
    return entry.rule.fault;
  }

  #fits(entry: Entry, request: FaultedRequest): boolean {
    const { match, times } = entry.rule;
    if (times !== undefined && entry.struck >= times) return false;
    if (match === undefined) return true;
    if (typeof match === "function") return match(request);
    if (match.path !== undefined && match.path !== request.path) return false;
    if (match.model !== undefined && match.model !== request.model) return false;
    entry.fitting += 1;
    if (match.nth !== undefined && match.nth !== entry.fitting) return false;
    return match.probability === undefined || this.#random.chance(match.probability);
  }
}
