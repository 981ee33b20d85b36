import type { FaultKind } from "./faults/fault.ts";

/**
 * How a request ended: `finished` when all that it was to be sent was sent, `refused` with an error
 * status, `aborted` by its client, `broken` by a fault that cut the connection, `closed` with the upstream.
 */
export type Outcome = "finished" | "refused" | "aborted" | "broken" | "closed";

/** What was really sent for one request. Times are those of the upstream's clock. */
export interface RequestRecord {
  /** Also the request id in its response's headers. */
  readonly id: string;
  readonly path: string;
  readonly at: number;
  model?: string;
  stream?: boolean;
  fault?: FaultKind;
  status?: number;
  promptTokens?: number;
  completionTokens?: number;
  /** When each token was handed to the socket, oldest first. */
  readonly tokenTimes: number[];
  outcome?: Outcome;
  endedAt?: number;
}

/** What an upstream has done since it started. */
export interface PracticeStats {
  readonly requests: number;
  /** Requests with no outcome yet. */
  readonly active: number;
  readonly finished: number;
  readonly refused: number;
  /** Requests whose client left before the end. */
  readonly aborted: number;
  readonly lastAbortAt: number | undefined;
  readonly broken: number;
  readonly tokensSent: number;
  /** How often each fault struck. */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  /** The last 512 requests, oldest first, those under way included. */
  readonly recent: readonly Readonly<RequestRecord>[];
}

/** How many requests `recent` holds; older ones are forgotten, though still counted. */
export const MAX_RECENT = 512;
const MAX_WAITERS = 1_000;

type Predicate = (stats: PracticeStats) => boolean;

/** Keeps what the upstream did, and tells those who wait for it to have done something. */
export class Journal {
  readonly #now: () => number;
  readonly #recent: RequestRecord[] = [];
  readonly #waiters = new Map<Predicate, (stats: PracticeStats) => void>();
  readonly #outcomes = { finished: 0, refused: 0, aborted: 0, broken: 0, closed: 0 };
  readonly #faults: Partial<Record<FaultKind, number>> = {};
  #requests = 0;
  #tokensSent = 0;
  #lastAbortAt: number | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  open(id: string, path: string): RequestRecord {
    const record: RequestRecord = { id, path, at: this.#now(), tokenTimes: [] };
    this.#requests += 1;
    this.#recent.push(record);
    if (this.#recent.length > MAX_RECENT) this.#recent.shift();
    this.#tell();
    return record;
  }

  /** Adds what has been found out about a request. */
  note(record: RequestRecord, found: Partial<RequestRecord>): void {
    Object.assign(record, found);
    this.#tell();
  }

  fault(record: RequestRecord, kind: FaultKind): void {
    record.fault = kind;
    this.#faults[kind] = (this.#faults[kind] ?? 0) + 1;
    this.#tell();
  }

  sent(record: RequestRecord, tokens: number): void {
    const now = this.#now();
    for (let token = 0; token < tokens; token += 1) record.tokenTimes.push(now);
    this.#tokensSent += tokens;
    this.#tell();
  }

  /** The first outcome holds: a client that leaves afterwards has aborted nothing. */
  end(record: RequestRecord, outcome: Outcome): void {
    if (record.outcome !== undefined) return;
    record.outcome = outcome;
    record.endedAt = this.#now();
    this.#outcomes[outcome] += 1;
    if (outcome === "aborted") this.#lastAbortAt = record.endedAt;
    this.#tell();
  }

  stats(): PracticeStats {
    const { finished, refused, aborted, broken, closed } = this.#outcomes;
    return {
      requests: this.#requests,
      active: this.#requests - finished - refused - aborted - broken - closed,
      finished,
      refused,
      aborted,
      broken,
      lastAbortAt: this.#lastAbortAt,
      tokensSent: this.#tokensSent,
      faults: { ...this.#faults },
      recent: [...this.#recent],
    };
  }

  /** Resolves as soon as the stats fulfil the predicate. Rejects when the signal aborts. */
  async waitFor(predicate: Predicate, signal?: AbortSignal): Promise<PracticeStats> {
    signal?.throwIfAborted();
    const stats = this.stats();
    if (predicate(stats)) return stats;
    if (this.#waiters.size >= MAX_WAITERS) {
      throw new RangeError(`No more than ${MAX_WAITERS} waiters on one upstream.`);
    }
    const { promise, resolve, reject } = Promise.withResolvers<PracticeStats>();
    const giveUp = () => reject(signal?.reason);
    signal?.addEventListener("abort", giveUp, { once: true });
    // A key of its own, though two may wait for the same thing.
    const key: Predicate = (stats) => predicate(stats);
    this.#waiters.set(key, resolve);
    try {
      return await promise;
    } finally {
      this.#waiters.delete(key);
      signal?.removeEventListener("abort", giveUp);
    }
  }

  #tell(): void {
    if (this.#waiters.size === 0) return;
    const stats = this.stats();
    for (const [predicate, resolve] of this.#waiters) if (predicate(stats)) resolve(stats);
  }
}
