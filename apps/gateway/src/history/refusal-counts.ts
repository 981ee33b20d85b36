import type { RefusalRow } from "@signalbox/api-contract";
import type { FactSink, StampedFact } from "../recorder/index.ts";
import { minuteOf } from "./minute.ts";
import { byCount, encodeRefusals, nameOfRefusal, type RefusalKind } from "./refusal-codec.ts";
import type { Rollup } from "./rollup-codec.ts";

const msPerMinute = 60_000;
const keptMinutes = 24 * 60;
/** Kinds told apart in one minute; beyond it, who was refused is not told any more. */
const maxKinds = 50;
const other = "other";

export interface RefusalWindow {
  readonly from: number;
  readonly to: number;
}

/** Refusals by the minute, for a day, in memory: they are no requests, and no other row tells of them. */
export class RefusalCounts implements FactSink {
  readonly #now: () => number;
  readonly #startedAt: number;
  /** In the order they began: a Map forgets its oldest in O(1). */
  readonly #minutes = new Map<number, Map<string, RefusalRow>>();
  #hasNew = false;

  constructor(now: () => number) {
    this.#now = now;
    this.#startedAt = now();
  }

  /** Before it nothing is in memory. */
  get knownFrom(): number {
    return Math.max(this.#startedAt, this.#now() - keptMinutes * msPerMinute);
  }

  apply({ fact, at }: StampedFact): void {
    if (fact.type !== "refused") return;
    const { channel, client, status } = fact;
    this.add({ channel, client, status }, at);
  }

  add(kind: RefusalKind, at: number): void {
    const start = minuteOf(at);
    const minute = this.#minutes.get(start) ?? new Map<string, RefusalRow>();
    this.#minutes.set(start, minute);
    const isFull = minute.size >= maxKinds && !minute.has(nameOfRefusal(kind));
    const counted = isFull ? { ...kind, client: kind.client === null ? null : other } : kind;
    merge(minute, { ...counted, count: 1, lastAt: Math.round(at) });
    this.#hasNew = true;
    for (const key of this.#minutes.keys()) {
      if (this.#minutes.size <= keptMinutes) break;
      this.#minutes.delete(key);
    }
  }

  /** By channel, client and status, over the minutes that the window touches; the most frequent first. */
  within({ from, to }: RefusalWindow): RefusalRow[] {
    const merged = new Map<string, RefusalRow>();
    for (const [start, minute] of this.#minutes) {
      if (start < minuteOf(from) || start > minuteOf(to)) continue;
      for (const row of minute.values()) merge(merged, row);
    }
    return byCount(merged.values());
  }

  /** A minute's as a row of history, also where there were none. */
  rollup(minute: number): Rollup {
    return encodeRefusals(this.#minutes.get(minute)?.values() ?? []);
  }

  /** Whether anybody was turned away since it was asked last. */
  takeNew(): boolean {
    const hasNew = this.#hasNew;
    this.#hasNew = false;
    return hasNew;
  }
}

function merge(rows: Map<string, RefusalRow>, { count, lastAt, ...kind }: RefusalRow): void {
  const key = nameOfRefusal(kind);
  const known = rows.get(key);
  rows.set(key, {
    ...kind,
    count: count + (known?.count ?? 0),
    lastAt: Math.max(lastAt, known?.lastAt ?? 0),
  });
}
