import { setTimeout as sleep } from "node:timers/promises";
import type { Fact } from "../../../apps/gateway/src/recorder/index.ts";
import { traffic } from "./traffic.ts";

const tickMs = 4;
/** Facts of a request of this traffic, what follows from them included. */
const factsPerRequest = 20.9;

/** Requests as they come and go in real time, at so many facts a second, for so long at least. */
export class PacedTraffic {
  readonly #facts: ReturnType<typeof traffic>;
  readonly #state: (fact: Fact) => void;
  readonly #began = performance.now();
  #next;

  constructor(factsPerSecond: number, seconds: number, state: (fact: Fact) => void) {
    const requests = Math.ceil((factsPerSecond * seconds) / factsPerRequest);
    const options = { seed: 3, from: 0, to: seconds * 1_000, requests, hasRhythm: false };
    this.#facts = traffic(options);
    this.#next = this.#facts.next();
    this.#state = state;
  }

  async run(seconds: number): Promise<void> {
    const until = performance.now() + seconds * 1_000;
    while (performance.now() < until) {
      const elapsed = performance.now() - this.#began;
      while (this.#next.done !== true && this.#next.value.at <= elapsed) {
        this.#state(this.#next.value.fact);
        this.#next = this.#facts.next();
      }
      await sleep(tickMs);
    }
  }

  /** What is left of those in flight, sooner than it would come. */
  async finish(perSecond: number): Promise<void> {
    const rest: Fact[] = [];
    for (let next = this.#next; next.done !== true; next = this.#facts.next()) {
      rest.push(next.value.fact);
    }
    await stateEvenly(rest, perSecond, this.#state);
  }
}

/** About so many facts of whole requests, some of them at a time, without their pauses. */
export function burstOf(count: number, seed: number): Fact[] {
  const requests = Math.ceil(count / factsPerRequest);
  const options = { seed, from: 0, to: 60_000, requests, hasRhythm: false };
  return Array.from(traffic(options), ({ fact }) => fact);
}

/** States them evenly at so many a second. */
export async function stateEvenly(
  facts: readonly Fact[],
  perSecond: number,
  state: (fact: Fact) => void,
): Promise<void> {
  const began = performance.now();
  let at = 0;
  while (at < facts.length) {
    const due = ((performance.now() - began) / 1_000) * perSecond;
    for (; at < Math.min(due, facts.length); at += 1) {
      const fact = facts[at];
      if (fact !== undefined) state(fact);
    }
    await sleep(1);
  }
}
