import type { Tally } from "../intake/tally.ts";
import { name } from "../intake/text.ts";
import { ActiveEntry } from "./active-entry.ts";
import type { ActiveRequest, RequestFacts, RequestStart } from "./active-request.ts";

/** Requests listed, unless told otherwise. */
export const MAX_ACTIVE = 10_000;
/** Requests beyond the list whose ids alone are kept, as a multiple of the list. */
const UNLISTED_FACTOR = 10;

/** What became of an id that ended: its entry, "unlisted" past the bound, undefined if unknown. */
export type Ended = ActiveEntry | "unlisted" | undefined;

/**
 * The requests in flight, in the order in which they began. At the bound a further one is counted
 * as overflow: it is part of `size` and ends as others do, but isn't listed. Ten times as many may
 * be so; past that they are counted as overflow alone.
 */
export class ActiveTable {
  readonly #entries = new Map<string, ActiveEntry>();
  readonly #unlisted = new Set<string>();
  readonly #max: number;
  readonly #tally: Tally;

  constructor(max: number, tally: Tally) {
    this.#max = max;
    this.#tally = tally;
  }

  get size(): number {
    return this.#entries.size + this.#unlisted.size;
  }

  start(id: unknown, start: RequestStart, now: number, mono: number): void {
    const key = name(id, this.#tally);
    if (key === undefined) {
      this.#tally.rejected += 1;
    } else if (this.#entries.has(key) || this.#unlisted.has(key)) {
      this.#tally.duplicateStarts += 1;
    } else if (this.#entries.size < this.#max) {
      this.#entries.set(key, new ActiveEntry(key, start, now, mono, this.#tally));
    } else {
      this.#tally.activeOverflow += 1;
      if (this.#unlisted.size < this.#max * UNLISTED_FACTOR) this.#unlisted.add(key);
    }
  }

  setPhase(id: unknown, phase: unknown, detail: unknown, now: number, mono: number): void {
    this.#find(id)?.setPhase(phase, detail, now, mono);
  }

  update(id: unknown, facts: RequestFacts): void {
    this.#find(id)?.learn(facts);
  }

  end(id: unknown): Ended {
    const key = name(id, this.#tally) ?? "";
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      this.#entries.delete(key);
      return entry;
    }
    if (this.#unlisted.delete(key)) return "unlisted";
    this.#tally.unknownRequests += 1;
    return undefined;
  }

  read(mono: number): ActiveRequest[] {
    return Array.from(this.#entries.values(), (entry) => entry.read(mono));
  }

  #find(id: unknown): ActiveEntry | undefined {
    const key = name(id, this.#tally) ?? "";
    const entry = this.#entries.get(key);
    if (entry === undefined && !this.#unlisted.has(key)) this.#tally.unknownRequests += 1;
    return entry;
  }
}
