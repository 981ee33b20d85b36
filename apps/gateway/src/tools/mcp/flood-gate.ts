import type { McpLimits } from "./limits.ts";

const second = 1_000;

/** Counts what comes within a while. */
export class FloodGate {
  readonly #max: number;
  readonly #windowMs: number;
  readonly #mono: () => number;
  #windowFrom = Number.NEGATIVE_INFINITY;
  #count = 0;

  constructor(max: number, windowMs: number, mono: () => number) {
    this.#max = max;
    this.#windowMs = windowMs;
    this.#mono = mono;
  }

  /** False once more came within the while than may. */
  takes(count: number): boolean {
    const now = this.#mono();
    if (now - this.#windowFrom >= this.#windowMs) {
      this.#windowFrom = now;
      this.#count = 0;
    }
    this.#count += count;
    return this.#count <= this.#max;
  }
}

export function byteGate({ maxBytesPerSecond }: McpLimits, mono: () => number): FloodGate {
  return new FloodGate(maxBytesPerSecond, second, mono);
}

export function messageGate(limits: McpLimits, mono: () => number): FloodGate {
  const { maxMessagesPerSecond, messageWindowMs } = limits;
  return new FloodGate((maxMessagesPerSecond * messageWindowMs) / second, messageWindowMs, mono);
}

export function tooManyBytes({ maxBytesPerSecond }: McpLimits): string {
  return `it sent more than ${maxBytesPerSecond} bytes in a second`;
}

export function tooManyMessages({ maxMessagesPerSecond, messageWindowMs }: McpLimits): string {
  return `it sent more than ${maxMessagesPerSecond} messages a second for ${messageWindowMs / second} seconds`;
}
