/** Single seconds are kept for ten minutes, tens of them for three hours: see LEVELS of the metrics core. */
const fineForMs = 3 * 3_600_000 - 60_000;
const msPerMinute = 60_000;

export interface MemoryWindow {
  readonly from: number;
  readonly to: number;
  readonly maxPoints: number;
}

/** What tells whether memory knows a window more finely than the disk does. */
export interface MemoryReach {
  readonly now: number;
  /** Of this start: memory knows nothing of before. */
  readonly startedAt: number;
}

/** Steps below a minute come from memory, where it has the whole window; all others from the disk. */
export function isInMemory({ from, to, maxPoints }: MemoryWindow, reach: MemoryReach): boolean {
  const stepMs = (to - from) / maxPoints;
  return stepMs < msPerMinute && from >= reach.startedAt && from >= reach.now - fineForMs;
}
