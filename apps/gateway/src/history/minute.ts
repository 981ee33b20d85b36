const msPerMinute = 60_000;

/** The epoch minute that a moment is in. */
export function minuteOf(at: number): number {
  return Math.floor(at / msPerMinute);
}
