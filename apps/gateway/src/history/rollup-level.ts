/** A level of `rollups` is called by the minutes that one of its rows holds. */
export const minuteLevel = 1;
const hourLevel = 60;
const dayLevel = 1_440;

/** A level that is made of the one below it, and how far a start (a row of `boots`) has come with it. */
export interface MergedLevel {
  readonly minutes: number;
  readonly madeOf: number;
  /** In `boots`: up to where it is made, in units of this level; null before the first. */
  readonly upTo: "hours_to" | "days_to";
}

export const hours: MergedLevel = { minutes: hourLevel, madeOf: minuteLevel, upTo: "hours_to" };
export const days: MergedLevel = { minutes: dayLevel, madeOf: hourLevel, upTo: "days_to" };
