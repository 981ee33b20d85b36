import { allLanes } from "@signalbox/api-contract";

/** An operator's word on a lane, or on all of them. */
export interface LaneHold {
  /** Paused: it starts nothing new. Draining: it takes nothing new, and finishes what it has. */
  readonly mode: "paused" | "draining";
  /** Epoch milliseconds; null for not before somebody resumes it. */
  readonly until: number | null;
  readonly reason: string | null;
  readonly by: string;
  readonly since: number;
}

/** Which lanes are held. One hold a lane, and one for all of them. */
export class LaneHolds {
  readonly #byKey = new Map<string, LaneHold>();

  get size(): number {
    return this.#byKey.size;
  }

  get(key: string): LaneHold | null {
    return this.#byKey.get(key) ?? null;
  }

  set(key: string, hold: LaneHold): void {
    this.#byKey.set(key, hold);
  }

  delete(key: string): void {
    this.#byKey.delete(key);
  }

  entries(): Iterable<[string, LaneHold]> {
    return this.#byKey.entries();
  }

  /** What keeps a lane from doing that: its own hold before that of all lanes. */
  of(key: string, mode: LaneHold["mode"]): LaneHold | null {
    if (this.#byKey.size === 0) return null;
    const own = this.#byKey.get(key);
    if (own?.mode === mode) return own;
    const all = this.#byKey.get(allLanes);
    return all?.mode === mode ? all : null;
  }
}

/** When a hold ends, as the end of a sentence. */
export function untilText(until: number | null): string {
  return until === null ? "until somebody resumes it" : `until ${new Date(until).toISOString()}`;
}
