import { clockText, dayText } from "../time/moment-text.ts";

/** When a request was accepted: `14:02:10`, or the day where it was on another one. */
export function acceptedText(startedAt: number, now: number): string {
  const day = dayText(startedAt, now);
  return day === dayText(now, now) ? clockText(startedAt) : day;
}
