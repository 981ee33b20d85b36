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
}

export interface WindowCounts {
  readonly calls: number;
  readonly failures: number;
  /** The kind of most failures; null where there is none. */
  readonly mostly: ErrorKind | null;
}

/** Calls and failures of the last while, in six stretches of which the oldest is dropped whole. */
export class CallWindow {
  readonly #slots: readonly Slot[] = Array.from({ length: slots }, () => ({
    stretch: never,
    calls: 0,
    failures: 0,
    kinds: new Map(),
  }));

  /** Times are monotonic milliseconds. */
  succeeded(mono: number, windowMs: number): void {
    this.#slotAt(mono, windowMs).calls += 1;
  }

  failed(kind: ErrorKind, mono: number, windowMs: number): void {
    const slot = this.#slotAt(mono, windowMs);
    slot.calls += 1;
    slot.failures += 1;
    slot.kinds.set(kind, (slot.kinds.get(kind) ?? 0) + 1);
  }

  counts(mono: number, windowMs: number): WindowCounts {
    const newest = stretchOf(mono, windowMs);
    const kinds = new Map<ErrorKind, number>();
    let calls = 0;
    let failures = 0;
    for (const slot of this.#slots) {
      if (slot.stretch <= newest - slots || slot.stretch > newest) continue;
      calls += slot.calls;
      failures += slot.failures;
      for (const [kind, count] of slot.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + count);
    }
    const [most] = [...kinds].sort(([, a], [, b]) => b - a);
    return { calls, failures, mostly: most?.[0] ?? null };
  }

  clear(): void {
    for (const slot of this.#slots) slot.stretch = never;
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
    }
    return slot;
  }
}

function stretchOf(mono: number, windowMs: number): number {
  return Math.max(0, Math.floor((mono * slots) / windowMs));
}
