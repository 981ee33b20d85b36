import type { Clock } from "../clock.ts";
import type { Config } from "../config/index.ts";
import type { Fact } from "../recorder/index.ts";
import type { StateStore } from "../state/index.ts";

export interface SessionRetentionOptions {
  readonly config: () => Pick<Config, "sessions">;
  readonly clock: Clock;
  readonly store: Pick<StateStore["conversations"], "prune">;
  readonly state: (fact: Fact) => void;
}

const hourMs = 60 * 60 * 1_000;
const dayMs = 24 * hourMs;
/** How long a conversation is kept whose session the client did not name. */
const unnamedKeptMs = dayMs;
const sweepEveryMs = 60_000;
/** Of one sweep; the next one goes on. */
const maxSteps = 5_000;

const nothing = { unnamed: 0, old: 0, overSize: 0 } as const;

/**
 * Keeps conversations within their bounds of age and size, in small steps between everyone else's
 * writes, and tells operators what went: once a day, and within an hour where it was for want of room.
 */
export class SessionRetention {
  readonly #options: SessionRetentionOptions;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #sweeping: Promise<void> = Promise.resolve();
  #untold: Record<keyof typeof nothing, number> = { ...nothing };
  #toldAt: number;
  #toldSizeAt = Number.NEGATIVE_INFINITY;

  constructor(options: SessionRetentionOptions) {
    this.#options = options;
    this.#toldAt = options.clock.now();
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#sweeping = this.#sweeping.then(() => this.sweep());
    }, sweepEveryMs).unref();
  }

  /** Resolves once no step is under way. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#sweeping;
  }

  /** Goes as far as it takes, or the disk lets it. */
  async sweep(): Promise<void> {
    const { config, clock, store } = this.#options;
    for (let step = 0; step < maxSteps && !this.#stopping.signal.aborted; step += 1) {
      const { retainDays, maxBytes } = config().sessions;
      const now = clock.now();
      const bounds = {
        since: now - retainDays * dayMs,
        unnamedSince: now - unnamedKeptMs,
        maxBytes,
      };
      // A disk that refuses is told by its own status, and asked again with the next sweep.
      const pruned = await store.prune(bounds).catch(() => null);
      if (pruned === null || pruned.rows === 0) break;
      this.#untold.unnamed += pruned.unnamed;
      this.#untold.old += pruned.old;
      this.#untold.overSize += pruned.overSize;
    }
    this.#tell();
  }

  #tell(): void {
    const { clock, config, state } = this.#options;
    const { unnamed, old, overSize } = this.#untold;
    const now = clock.now();
    const isDaily = now - this.#toldAt >= dayMs;
    const isFull = overSize > 0 && now - this.#toldSizeAt >= hourMs;
    if (unnamed + old + overSize === 0 || !(isDaily || isFull)) return;
    const { retainDays, maxBytes } = config().sessions;
    const parts = [
      part(unnamed, "of sessions that no client named, quiet for 24 hours"),
      part(old, `quiet for ${retainDays} days (sessions.retainDays)`),
      part(
        overSize,
        `the quietest of the tokens with most, for all together were over ${maxBytes.toLocaleString("en-US")} bytes (sessions.maxBytes)`,
      ),
    ].filter((text) => text !== "");
    state({
      type: "event",
      level: "info",
      source: "sessions",
      message: `Conversations were deleted: ${parts.join("; ")}.`,
    });
    this.#untold = { ...nothing };
    this.#toldAt = now;
    if (overSize > 0) this.#toldSizeAt = now;
  }
}

function part(count: number, which: string): string {
  return count === 0 ? "" : `${count.toLocaleString("en-US")} ${which}`;
}
