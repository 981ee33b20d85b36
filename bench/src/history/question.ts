import type { Random } from "./random.ts";
import type { Readers } from "./readers.ts";
import type { StoredFacts } from "./stored-facts.ts";

/** Milliseconds. */
export interface QuestionLimits {
  readonly p95: number;
  readonly max: number;
}

export const usual: QuestionLimits = { p95: 100, max: 500 };
export const fullText: QuestionLimits = { p95: 200, max: 500 };
export const percentiles: QuestionLimits = { p95: 30, max: 500 };
export const pastMoment: QuestionLimits = { p95: 50, max: 500 };

export interface Answer {
  /** Things that came back. */
  readonly found: number;
  /** Its time was over before it had looked at everything. */
  readonly isPartial: boolean;
}

/** What the dashboard asks, with whatever in it differs from time to time. */
export interface Question {
  readonly name: string;
  readonly limits: QuestionLimits;
  readonly ask: (asked: Asked) => Promise<Answer>;
}

export interface Asked {
  readonly readers: Readers;
  readonly random: Random;
  readonly stored: StoredFacts;
}

export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

export const minutesMs = 60_000;
export const hoursMs = 3_600_000;
export const daysMs = 86_400_000;

/** So long, ending at any time in the history. */
export function windowOf(lengthMs: number, { random, stored }: Asked): TimeWindow {
  const room = Math.max(0, stored.to - stored.from - lengthMs);
  const from = stored.from + Math.floor(random.next() * room);
  return { from, to: Math.min(stored.to, from + lengthMs) };
}
