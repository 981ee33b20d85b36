import type { ErrorKind } from "@signalbox/api-contract";

const slots = 6;
/** The stretch of a slot that counts nothing: out of every window. */
const never = Number.NEGATIVE_INFINITY;

interface Slot {
  /** Which stretch of the clock it counts; another one begins it anew. */
  stretch: number;
  calls: number;
  failures: number;
  readonly kinds: Map<ErrorKind, number>;
  /** Two of the clients that called, and of those whose calls failed: enough to tell one from several. */
  readonly callers: Set<string | null>;
  readonly failing: Set<string | null>;
}

export interface WindowCounts {
  readonly calls: number;
  readonly failures: number;
  /** The kind of most failures; null where there is none. */
  readonly mostly: ErrorKind | null;
  /** How many clients called, and how many of them failed: 2 stands for more as well. */
  readonly callers: number;
  readonly failing: number;
}

/** As many clients as are told apart. */
const several = 2;

/** Calls and failures of the last while, in six stretches of which the oldest is dropped whole. */
export class CallWindow {
  readonly #slots: readonly Slot[] = Array.from({ length: slots }, () => ({
    stretch: never,
    calls: 0,
    failures: 0,
    kinds: new Map(),
    callers: new Set(),
    failing: new Set(),
  }));

  /** Times are monotonic milliseconds. */
  succeeded(owner: string | null, mono: number, windowMs: number): void {
    this.#called(owner, mono, windowMs);
  }

  failed(owner: string | null, kind: ErrorKind, mono: number, windowMs: number): void {
    const slot = this.#called(owner, mono, windowMs);
    slot.failures += 1;
    if (slot.failing.size < several) slot.failing.add(owner);
    slot.kinds.set(kind, (slot.kinds.get(kind) ?? 0) + 1);
  }

  counts(mono: number, windowMs: number): WindowCounts {
    const newest = stretchOf(mono, windowMs);
    const kinds = new Map<ErrorKind, number>();
    const callers = new Set<string | null>();
    const failing = new Set<string | null>();
    let calls = 0;
    let failures = 0;
    for (const slot of this.#slots) {
      if (slot.stretch <= newest - slots || slot.stretch > newest) continue;
      calls += slot.calls;
      failures += slot.failures;
      for (const owner of slot.callers) callers.add(owner);
      for (const owner of slot.failing) failing.add(owner);
      for (const [kind, count] of slot.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + count);
    }
    const [most] = [...kinds].sort(([, a], [, b]) => b - a);
    return {
      calls,
      failures,
      mostly: most?.[0] ?? null,
      callers: Math.min(several, callers.size),
      failing: Math.min(several, failing.size),
    };
  }

  clear(): void {
    for (const slot of this.#slots) slot.stretch = never;
  }

  #called(owner: string | null, mono: number, windowMs: number): Slot {
    const slot = this.#slotAt(mono, windowMs);
    slot.calls += 1;
    if (slot.callers.size < several) slot.callers.add(owner);
    return slot;
  }

  #slotAt(mono: number, windowMs: number): Slot {
    const stretch = stretchOf(mono, windowMs);
    const [first] = this.#slots;
    const slot = this.#slots[stretch % slots] ?? first;
    if (slot === undefined) throw new Error("A window without slots.");
    if (slot.stretch !== stretch) {
      slot.stretch = stretch;
      slot.calls = 0;
      slot.failures = 0;
      slot.kinds.clear();
      slot.callers.clear();
      slot.failing.clear();
    }
    return slot;
  }
}

function stretchOf(mono: number, windowMs: number): number {
  return Math.max(0, Math.floor((mono * slots) / windowMs));
}
