import type { RefusalRow } from "@signalbox/api-contract";

const msPerMinute = 60_000;
const keptMinutes = 24 * 60;
/** Kinds told apart in one minute; beyond it, who was refused is not told any more. */
const maxKinds = 50;
const other = "other";

interface Kind {
  readonly channel: string;
  readonly client: string | null;
  readonly status: number;
}

export interface RefusalWindow {
  readonly from: number;
  readonly to: number;
}

/** Refusals by the minute, for a day, in memory: they are no requests, and leave no rows behind. */
export class RefusalCounts {
  readonly #now: () => number;
  readonly #startedAt: number;
  /** In the order they began: a Map forgets its oldest in O(1). */
  readonly #minutes = new Map<number, Map<string, RefusalRow>>();

  constructor(now: () => number) {
    this.#now = now;
    this.#startedAt = now();
  }

  /** Before it nothing is known. */
  get knownFrom(): number {
    return Math.max(this.#startedAt, this.#now() - keptMinutes * msPerMinute);
  }

  add(kind: Kind, at: number): void {
    const start = Math.floor(at / msPerMinute);
    const minute = this.#minutes.get(start) ?? new Map<string, RefusalRow>();
    this.#minutes.set(start, minute);
    const isFull = minute.size >= maxKinds && !minute.has(keyOf(kind));
    const counted = isFull ? { ...kind, client: kind.client === null ? null : other } : kind;
    merge(minute, { ...counted, count: 1, lastAt: at });
    for (const key of this.#minutes.keys()) {
      if (this.#minutes.size <= keptMinutes) break;
      this.#minutes.delete(key);
    }
  }

  /** By channel, client and status, over the minutes that the window touches; the most frequent first. */
  within({ from, to }: RefusalWindow): RefusalRow[] {
    const merged = new Map<string, RefusalRow>();
    for (const [start, minute] of this.#minutes) {
      const isOut = (start + 1) * msPerMinute <= from || start * msPerMinute > to;
      if (isOut) continue;
      for (const row of minute.values()) merge(merged, row);
    }
    return [...merged.values()].toSorted((a, b) => b.count - a.count || b.lastAt - a.lastAt);
  }
}

function merge(rows: Map<string, RefusalRow>, { count, lastAt, ...kind }: RefusalRow): void {
  const key = keyOf(kind);
  const known = rows.get(key);
  rows.set(key, {
    ...kind,
    count: count + (known?.count ?? 0),
    lastAt: Math.max(lastAt, known?.lastAt ?? 0),
  });
}

function keyOf({ channel, client, status }: Kind): string {
  return JSON.stringify([channel, client, status]);
}
