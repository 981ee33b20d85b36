/** The two clocks, handed to everything that tells time. */
export interface Clock {
  /** Epoch milliseconds: what people read. It can jump. */
  readonly now: () => number;
  /** Milliseconds from an arbitrary start, never backwards: what durations are measured with. */
  readonly mono: () => number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  mono: () => performance.now(),
};
