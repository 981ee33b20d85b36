/** A resolution: buckets of so many seconds, and how many of them are kept. */
export interface Level {
  readonly seconds: number;
  readonly buckets: number;
}

/** 1 s for 10 minutes, 10 s for 3 hours, 1 min for 24 hours. Each divides the next. */
export const LEVELS: readonly [Level, Level, Level] = [
  { seconds: 1, buckets: 600 },
  { seconds: 10, buckets: 1080 },
  { seconds: 60, buckets: 1440 },
];

export type LevelIndex = 0 | 1 | 2;

/** The coarsest resolution, whose closed buckets a history writer takes. */
export const MINUTE = 2;
