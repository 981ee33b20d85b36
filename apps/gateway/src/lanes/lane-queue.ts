import { allLanes } from "@signalbox/api-contract";
import {
  stateOf,
  type Entry,
  type Lane,
  type LaneRequest,
  type LaneState,
  type SlotHolder,
  type WaitsFor,
} from "./lane.ts";
import { LaneHolds } from "./lane-holds.ts";
import { drainingError, fullError, retryAfterMs, waitedTooLong } from "./lane-refusal.ts";
import { RecentMean } from "./recent-mean.ts";
import { SlotPool } from "./slot-pool.ts";

export interface LaneQueueOptions {
  /** How many requests of a pool run at once; {@link LaneQueue.limitsChanged} when it grew. */
  readonly limitOf: (pool: string) => number;
  /** Waiting requests a lane holds at most; one more is refused. */
  readonly maxDepth: () => number;
  /** Both clocks, as everywhere. */
  readonly clock: { readonly now: () => number; readonly mono: () => number };
  /** What operators hold; {@link LaneQueue.holdsChanged} when that changed. */
  readonly holds?: LaneHolds;
}

/**
 * Serial per key, parallel across keys. The head of each lane competes for a slot of its pool: freed
 * slots go to the owners in turn, and an owner's heads get theirs in the order they became heads. So no
 * owner waits for another's backlog, and no key for another key's; and no owner holds all of a pool. The
 * head of a paused lane competes for nothing.
 */
export class LaneQueue {
  readonly #options: LaneQueueOptions;
  readonly #holds: LaneHolds;
  readonly #lanes = new Map<string, Lane>();
  readonly #pools = new Map<string, SlotPool<Entry>>();
  #pending = 0;
  #refused = 0;

  constructor(options: LaneQueueOptions) {
    this.#options = options;
    this.#holds = options.holds ?? new LaneHolds();
  }

  /** Requests that wait, in all lanes together. */
  totalPending(): number {
    return this.#pending;
  }

  /** Requests turned away because their lane was full or took none. */
  get refused(): number {
    return this.#refused;
  }

  slots(pool: string): { used: number; total: number } {
    return { used: this.#pools.get(pool)?.used ?? 0, total: this.#options.limitOf(pool) };
  }

  /** Every lane with anything in it. */
  *lanes(): Generator<LaneState> {
    for (const lane of this.#lanes.values()) yield stateOf(lane);
  }

  lane(key: string): LaneState | null {
    const lane = this.#lanes.get(key);
    return lane === undefined ? null : stateOf(lane);
  }

  /** Requests that wait in lanes which are paused for longer than that. */
  *pausedBeyond(ms: number): Generator<string> {
    const end = this.#options.clock.now() + ms;
    for (const lane of this.#lanes.values()) {
      const paused = this.#holds.of(lane.key, "paused");
      if (paused === null || (paused.until ?? Infinity) <= end) continue;
      for (const { request } of lane.waiting) yield request.requestId;
    }
  }

  /** How many slots of a pool each owner's requests have taken. */
  holders(pool: string): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { running } of this.#lanes.values()) {
      if (running === null || running.request.pool !== pool) continue;
      const { owner } = running.request;
      counts.set(owner, (counts.get(owner) ?? 0) + 1);
    }
    return counts;
  }

  /** The request that has had its slot of a pool the longest; null where none has one. */
  longestHolder(pool: string): SlotHolder | null {
    let longest: Lane | null = null;
    for (const lane of this.#lanes.values()) {
      if (lane.running === null || lane.running.request.pool !== pool) continue;
      const mono = longest?.running?.admittedMono ?? Infinity;
      if (lane.running.admittedMono < mono) longest = lane;
    }
    if (longest === null || longest.running === null) return null;
    const { request, admittedMono } = longest.running;
    const { key, owner, requestId } = request;
    return { requestId, key, owner, forMs: this.#options.clock.mono() - admittedMono };
  }

  /** Throws `queue_full` where the lane holds as many waiting requests as it may, or takes none. */
  refuseUnlessOpen(key: string, pool: string): void {
    const { maxDepth, clock } = this.#options;
    const draining = this.#holds.of(key, "draining");
    const depth = this.#lanes.get(key)?.waiting.size ?? 0;
    if (draining === null && depth < maxDepth()) return;
    this.#refused += 1;
    if (draining !== null) throw drainingError(draining, clock.now());
    throw fullError({
      depth,
      maxDepth: maxDepth(),
      paused: this.#holds.of(key, "paused"),
      retryAfterMs: this.retryAfterMs(key, pool),
    });
  }

  /** What a request of a lane is told that has waited as long as it may. */
  tooLongMessage(key: string, maxWaitMs: number): string {
    return waitedTooLong(maxWaitMs, this.#holds.of(key, "paused"));
  }

  /**
   * When to come back: how long the recent requests of the lane and of the pool took, times those that
   * wait there, over its slots; and not before the lane's pause ends.
   */
  retryAfterMs(key: string, poolName: string): number {
    const { clock, limitOf } = this.#options;
    const pool = this.#pools.get(poolName);
    const lane = this.#lanes.get(key);
    const running = lane?.running ?? null;
    return retryAfterMs({
      lane: { waiting: lane?.waiting.size ?? 0, tookMs: lane?.took.ms ?? pool?.took.ms ?? null },
      pool: {
        waiting: pool?.waiting ?? 0,
        tookMs: pool?.took.ms ?? null,
        slots: limitOf(poolName),
      },
      runningForMs: running === null ? 0 : clock.mono() - running.admittedMono,
      pausedForMs: (this.#holds.of(key, "paused")?.until ?? 0) - clock.now(),
    });
  }

  /**
   * Waits for the request's turn. What it resolves to must be called once the request has ended.
   * Throws `queue_full` where the lane is full, and the signal's reason where it aborts first.
   */
  async enter(request: LaneRequest): Promise<() => void> {
    request.signal.throwIfAborted();
    this.refuseUnlessOpen(request.key, request.pool);
    const lane = this.#laneOf(request.key);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const entry: Entry = { request, admit: resolve, told: null, admittedMono: 0 };
    const onAbort = (): void => {
      // One that was just admitted runs, and finds its signal aborted there.
      if (!this.#withdraw(lane, entry)) return;
      reject(request.signal.reason);
    };
    lane.waiting.add(entry);
    this.#pending += 1;
    this.#advance(lane);
    if (lane.waiting.has(entry)) {
      request.signal.addEventListener("abort", onAbort, { once: true });
      if (entry.told === null) this.#tell(entry, this.#behind(lane));
    }
    try {
      await promise;
    } finally {
      request.signal.removeEventListener("abort", onAbort);
    }
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#leave(lane, entry);
    };
  }

  /** Lets as many run as now fit, where a limit grew. A lower one holds as slots are given back. */
  limitsChanged(): void {
    for (const pool of this.#pools.values()) this.#fill(pool);
  }

  /** Stops, or starts again, what a hold was put on or taken from: a lane, or all of them. */
  holdsChanged(key: string): void {
    if (key === allLanes) {
      for (const lane of this.#lanes.values()) this.#heldAnew(lane);
      return;
    }
    const lane = this.#lanes.get(key);
    if (lane !== undefined) this.#heldAnew(lane);
  }

  #heldAnew(lane: Lane): void {
    const [head] = lane.waiting;
    if (head !== undefined && this.#behind(lane) === "paused") {
      this.#poolOf(head.request.pool).withdraw(head);
      for (const entry of lane.waiting) this.#tell(entry, "paused");
      return;
    }
    this.#advance(lane);
    for (const entry of lane.waiting) if (entry.told === "paused") this.#tell(entry, "lane");
  }

  /** What everything in a lane waits for but a head that is in line for a slot. */
  #behind(lane: Lane): "lane" | "paused" {
    return this.#holds.of(lane.key, "paused") === null ? "lane" : "paused";
  }

  #tell(entry: Entry, waitsFor: WaitsFor): void {
    if (entry.told === waitsFor) return;
    entry.told = waitsFor;
    entry.request.onWait(waitsFor);
  }

  #laneOf(key: string): Lane {
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    const lane: Lane = { key, waiting: new Set(), took: new RecentMean(), running: null };
    this.#lanes.set(key, lane);
    return lane;
  }

  #poolOf(name: string): SlotPool<Entry> {
    const known = this.#pools.get(name);
    if (known !== undefined) return known;
    const pool = new SlotPool<Entry>(
      () => this.#options.limitOf(name),
      ({ request }) => request.owner,
    );
    this.#pools.set(name, pool);
    return pool;
  }

  /** Lets the head of a free lane take a slot, or get in line for one. */
  #advance(lane: Lane): void {
    if (lane.running !== null) return;
    const [head] = lane.waiting;
    if (head === undefined) {
      if (this.#lanes.get(lane.key) === lane) this.#lanes.delete(lane.key);
      return;
    }
    if (this.#behind(lane) === "paused") {
      this.#tell(head, "paused");
      return;
    }
    const pool = this.#poolOf(head.request.pool);
    if (pool.isWaiting(head)) return;
    if (pool.take(head)) this.#admit(lane, head);
    else this.#tell(head, "slot");
  }

  #fill(pool: SlotPool<Entry>): void {
    for (let next = pool.next(); next !== undefined; next = pool.next()) {
      const lane = this.#lanes.get(next.request.key);
      if (lane !== undefined) this.#admit(lane, next);
    }
  }

  #admit(lane: Lane, entry: Entry): void {
    lane.waiting.delete(entry);
    this.#pending -= 1;
    lane.running = entry;
    entry.admittedMono = this.#options.clock.mono();
    entry.admit();
  }

  #leave(lane: Lane, entry: Entry): void {
    lane.running = null;
    const pool = this.#poolOf(entry.request.pool);
    const tookMs = this.#options.clock.mono() - entry.admittedMono;
    lane.took.add(tookMs);
    pool.took.add(tookMs);
    pool.release(entry);
    // Those in line first: what is behind it in its lane gets in line after them.
    this.#fill(pool);
    this.#advance(lane);
  }

  /** True where it was still waiting. */
  #withdraw(lane: Lane, entry: Entry): boolean {
    if (!lane.waiting.delete(entry)) return false;
    this.#pending -= 1;
    this.#poolOf(entry.request.pool).withdraw(entry);
    this.#advance(lane);
    return true;
  }
}
