import type { McpLimits } from "./limits.ts";

const windowMs = 60_000;
/** Streams asked for in a minute before the wait doubles. */
const perStep = 8;
const maxRemembered = 256;

/**
 * How long to wait before a stream is asked for again. A server may say so itself, none at all too: the floor
 * is ours, and it doubles with how often streams were asked for within a minute.
 */
export class ReconnectPace {
  readonly #limits: Pick<McpLimits, "reconnectMs" | "maxReconnectMs">;
  readonly #mono: () => number;
  #asked: number[] = [];

  constructor(limits: Pick<McpLimits, "reconnectMs" | "maxReconnectMs">, mono: () => number) {
    this.#limits = limits;
    this.#mono = mono;
  }

  /** Milliseconds to wait before the one that is asked for now. */
  next(): number {
    const { reconnectMs, maxReconnectMs } = this.#limits;
    const now = this.#mono();
    this.#asked = this.#asked.filter((at) => at > now - windowMs).slice(1 - maxRemembered);
    const steps = Math.floor(this.#asked.length / perStep);
    const waitMs =
      this.#asked.length === 0 ? 0 : Math.min(maxReconnectMs, reconnectMs * 2 ** steps);
    this.#asked.push(now + waitMs);
    return waitMs;
  }
}
