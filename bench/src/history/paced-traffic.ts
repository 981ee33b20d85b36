import { setTimeout as sleep } from "node:timers/promises";
import type { Fact } from "../../../apps/gateway/src/recorder/index.ts";
import { traffic } from "./traffic.ts";

const tickMs = 4;
/** Facts of a request of this traffic, what follows from them included. */
export const factsPerRequest = 20.9;

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
}

/** Facts of the same kind without their pauses, to be stated as fast as is asked for. */
export function burstOf(count: number, seed: number): Fact[] {
  const requests = Math.ceil(count / factsPerRequest);
  const options = { seed, from: 0, to: 5_000, requests, hasRhythm: false };
  const facts: Fact[] = [];
  for (const { fact } of traffic(options)) {
    facts.push(fact);
    if (facts.length === count) break;
  }
  return facts;
}
