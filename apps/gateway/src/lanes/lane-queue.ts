import { ContractError } from "@signalbox/api-contract";
import { SlotPool } from "./slot-pool.ts";

/** What a queued request waits for: the one before it in its lane, or a free slot. */
export type WaitsFor = "lane" | "slot";

export interface LaneRequest {
  readonly requestId: string;
  /** The lane. One request of a key runs at a time, in the order they came. */
  readonly key: string;
  /** Who sent it: owners get the slots that are freed in turn. */
  readonly owner: string;
  /** Whose concurrency it takes a share of: agent runs together, each provider for itself. */
  readonly pool: string;
  readonly signal: AbortSignal;
  /** Told when it starts to wait, and again when what it waits for changes. */
  readonly onWait: (waitsFor: WaitsFor) => void;
}

export interface LaneQueueOptions {
  /** How many requests of a pool run at once. */
  readonly limitOf: (pool: string) => number;
  /** Waiting requests a lane holds at most; one more is refused. */
  readonly maxDepth: number;
  /** What a refused client is told to wait. */
  readonly retryAfterMs?: number;
}

/** A queued or running request in its lane. */
interface Entry {
  readonly request: LaneRequest;
  readonly admit: () => void;
}

interface Lane {
  readonly key: string;
  readonly waiting: Set<Entry>;
  running: Entry | null;
}

export interface LaneState {
  readonly key: string;
  readonly runningRequestId: string | null;
  readonly waitingRequestIds: readonly string[];
}

/**
 * Serial per key, parallel across keys. The head of each lane competes for a slot of its pool: freed
 * slots go to the owners in turn, and an owner's heads get theirs in the order they became heads. So no
 * owner waits for another's backlog, and no key for another key's.
 */
export class LaneQueue {
  readonly #options: LaneQueueOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #pools = new Map<string, SlotPool<Entry>>();
  #pending = 0;
  #refused = 0;

  constructor(options: LaneQueueOptions) {
    this.#options = options;
  }

  /** Requests that wait, in all lanes together. */
  totalPending(): number {
    return this.#pending;
  }

  /** Requests turned away because their lane was full. */
  get refused(): number {
    return this.#refused;
  }

  slots(pool: string): { used: number; total: number } {
    return { used: this.#pools.get(pool)?.used ?? 0, total: this.#options.limitOf(pool) };
  }

  /** Every lane with anything in it. */
  *lanes(): Generator<LaneState> {
    for (const lane of this.#lanes.values()) {
      yield {
        key: lane.key,
        runningRequestId: lane.running?.request.requestId ?? null,
        waitingRequestIds: [...lane.waiting].map(({ request }) => request.requestId),
      };
    }
  }

  /** Throws `queue_full` where the lane holds as many waiting requests as it may. */
  refuseIfFull(key: string): void {
    const depth = this.#lanes.get(key)?.waiting.size ?? 0;
    if (depth < this.#options.maxDepth) return;
    this.#refused += 1;
    throw this.#fullError(depth);
  }

  /**
   * Waits for the request's turn. What it resolves to must be called once the request has ended.
   * Throws `queue_full` where the lane is full, and the signal's reason where it aborts first.
   */
  async enter(request: LaneRequest): Promise<() => void> {
    request.signal.throwIfAborted();
    this.refuseIfFull(request.key);
    const lane = this.#laneOf(request.key);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const entry: Entry = { request, admit: resolve };
    const onAbort = (): void => {
      // One that was just admitted runs, and finds its signal aborted there.
      if (!this.#withdraw(lane, entry)) return;
      reject(request.signal.reason);
    };
    request.signal.addEventListener("abort", onAbort, { once: true });
    lane.waiting.add(entry);
    this.#pending += 1;
    this.#advance(lane);
    if (this.#waitsBehindOthers(lane, entry)) request.onWait("lane");
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

  #laneOf(key: string): Lane {
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    const lane: Lane = { key, waiting: new Set(), running: null };
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
    const head = lane.waiting.values().next();
    if (head.done === true) {
      if (this.#lanes.get(lane.key) === lane) this.#lanes.delete(lane.key);
      return;
    }
    const entry = head.value;
    const pool = this.#poolOf(entry.request.pool);
    if (pool.isWaiting(entry)) return;
    if (pool.take(entry)) this.#admit(lane, entry);
    else entry.request.onWait("slot");
  }

  #admit(lane: Lane, entry: Entry): void {
    lane.waiting.delete(entry);
    this.#pending -= 1;
    lane.running = entry;
    entry.admit();
  }

  #leave(lane: Lane, entry: Entry): void {
    lane.running = null;
    const next = this.#poolOf(entry.request.pool).release();
    this.#advance(lane);
    if (next === undefined) return;
    const nextLane = this.#lanes.get(next.request.key);
    if (nextLane !== undefined) this.#admit(nextLane, next);
  }

  /** True where it was still waiting. */
  #withdraw(lane: Lane, entry: Entry): boolean {
    if (!lane.waiting.delete(entry)) return false;
    this.#pending -= 1;
    this.#poolOf(entry.request.pool).withdraw(entry);
    this.#advance(lane);
    return true;
  }

  #waitsBehindOthers(lane: Lane, entry: Entry): boolean {
    return lane.waiting.has(entry) && !this.#poolOf(entry.request.pool).isWaiting(entry);
  }

  #fullError(depth: number): ContractError {
    const { maxDepth, retryAfterMs = 1_000 } = this.#options;
    return new ContractError(
      "queue_full",
      `This session's lane already holds ${depth} waiting requests, and ${maxDepth} is its limit. Send it again when some have ended, or raise lanes.maxDepth.`,
      { errorKind: "queue_full", retryAfterMs },
    );
  }
}
