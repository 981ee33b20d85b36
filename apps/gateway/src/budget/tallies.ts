import type { Clock } from "../clock.ts";
import type { SpendRecord, SpendStore } from "../state/index.ts";
import { SessionTallies } from "./session-tallies.ts";
import { nothing, sum, type Spending } from "./spending.ts";

/** Sessions whose spending is remembered; beyond it the quietest of the token that has most of them begins anew. */
const maxSessions = 10_000;
/** A session that was quiet for so long begins anew. */
const sessionsKeptMs = 30 * 24 * 60 * 60 * 1_000;
/** What a crash takes of the counts is no more than this. */
const flushEveryMs = 1_000;

/** What sessions, and tokens on this day, have spent: in memory, and written behind. */
export class Tallies implements AsyncDisposable {
  readonly #clock: Clock;
  #store: SpendStore | null = null;
  #day: string;
  /** The same as a count of days since the epoch, which costs nothing to compare. */
  #dayNumber: number;
  /** By the token's id, of this day. */
  readonly #days = new Map<string, Spending>();
  readonly #sessions = new SessionTallies(maxSessions);
  readonly #dirty = new Map<string, SpendRecord>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(clock: Clock) {
    this.#clock = clock;
    const now = clock.now();
    this.#day = dayOf(now);
    this.#dayNumber = dayNumberOf(now);
  }

  /** Takes up what was spent before a restart. */
  async restore(store: SpendStore): Promise<void> {
    await this.#prune(store);
    const rows = await store.load(this.#scope());
    for (const { scope, key, tokens, usd } of rows) {
      if (scope === "session") this.#sessions.add(key, { tokens, usd });
      else {
        const clientId = key.slice(this.#day.length + 1);
        this.#days.set(clientId, sum(this.ofDay(clientId), { tokens, usd }));
      }
    }
    this.#store = store;
  }

  ofDay(clientId: string): Spending {
    this.#turnDay();
    return this.#days.get(clientId) ?? nothing;
  }

  ofSession(key: string): Spending {
    return this.#sessions.of(key);
  }

  addToDay(clientId: string, spent: Spending): void {
    const total = sum(this.ofDay(clientId), spent);
    this.#days.set(clientId, total);
    this.#touch("day", `${this.#day}/${clientId}`, total);
  }

  addToSession(key: string, spent: Spending): void {
    this.#touch("session", key, this.#sessions.add(key, spent));
  }

  /** Resolves once all that was counted is on disk, or was refused there. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const rows = [...this.#dirty.values()];
    const store = this.#store;
    if (rows.length > 0 && store !== null) {
      this.#dirty.clear();
      this.#writing = this.#write(store, rows);
    }
    await this.#writing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.flush();
    this.#store = null;
  }

  /** Where the disk refuses, its status says so; the rows are tried again with the next ones. */
  async #write(store: SpendStore, rows: readonly SpendRecord[]): Promise<void> {
    try {
      await store.put(rows);
    } catch {
      for (const row of rows) {
        const key = `${row.scope} ${row.key}`;
        if (!this.#dirty.has(key)) this.#dirty.set(key, row);
      }
    }
  }

  #touch(scope: SpendRecord["scope"], key: string, { tokens, usd }: Spending): void {
    if (this.#store === null) return;
    this.#dirty.set(`${scope} ${key}`, { scope, key, tokens, usd, updatedAt: this.#clock.now() });
    this.#timer ??= setTimeout(() => {
      void this.flush();
    }, flushEveryMs).unref();
  }

  #turnDay(): void {
    const now = this.#clock.now();
    const dayNumber = dayNumberOf(now);
    if (dayNumber === this.#dayNumber) return;
    this.#dayNumber = dayNumber;
    this.#day = dayOf(now);
    this.#days.clear();
    if (this.#store !== null) void this.#prune(this.#store);
  }

  /** A disk that takes no writes keeps what it has. */
  async #prune(store: SpendStore): Promise<void> {
    await store.prune(this.#scope()).catch(() => {});
  }

  #scope() {
    return { day: this.#day, sessionsSince: this.#clock.now() - sessionsKeptMs, maxSessions };
  }
}

/** Of UTC: `2026-11-22`. */
function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

const dayMs = 24 * 60 * 60 * 1_000;

function dayNumberOf(now: number): number {
  return Math.floor(now / dayMs);
}

export function msToNextDay(now: number): number {
  return dayMs - (now % dayMs);
}
