const factor = 3;
const maxDelayMs = 4 * 60 * 60 * 1_000;

/**
 * How long to wait after so many failed deliveries: the first wait, three times as long each time, four
 * hours at most, and up to a quarter less, so that those that failed together don't come back together.
 */
export function retryDelayMs(failed: number, firstMs: number, random: () => number): number {
  const fullMs = Math.min(firstMs * factor ** (failed - 1), maxDelayMs);
  return Math.round(fullMs * (1 - random() / 4));
}
