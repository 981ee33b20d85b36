/** Something that is read and changes, as React's `useSyncExternalStore` wants it. */
export interface Source<T> {
  readonly get: () => T;
  readonly subscribe: (listener: () => void) => () => void;
}

export interface PacedOptions {
  readonly everyMs: number;
  /** What is told at once where it is another than before, however short a time ago. */
  readonly standing: () => unknown;
  readonly now: () => number;
  readonly delay: (callback: () => void, ms: number) => void;
}

/**
 * A source that changes at most once in a time: the first change is told at once, and what comes soon after it
 * together when its time is over. It is for what is read as text, and can't be read four times a second.
 */
export function paced<T>(source: Source<T>, options: PacedOptions): Source<T> {
  const { everyMs, standing, now, delay } = options;
  const listeners = new Set<() => void>();
  let stop: (() => void) | null = null;
  let taken = source.get();
  let takenWith = standing();
  let takenAt = Number.NEGATIVE_INFINITY;
  let isWaiting = false;

  function take(): void {
    taken = source.get();
    takenWith = standing();
    takenAt = now();
    for (const listener of listeners) listener();
  }

  function hear(): void {
    // A source may gather what it is asked for, and is asked each time.
    if (source.get() === taken) return;
    const waitMs = takenAt + everyMs - now();
    if (waitMs <= 0 || standing() !== takenWith) take();
    else if (!isWaiting) {
      isWaiting = true;
      delay(() => {
        isWaiting = false;
        if (stop !== null && source.get() !== taken) take();
      }, waitMs);
    }
  }

  return {
    get: () => (stop === null ? source.get() : taken),
    subscribe(listener) {
      if (stop === null) {
        taken = source.get();
        takenWith = standing();
        takenAt = Number.NEGATIVE_INFINITY;
        stop = source.subscribe(hear);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
}
