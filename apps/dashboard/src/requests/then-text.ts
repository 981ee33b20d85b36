import type { RequestRow } from "@signalbox/api-contract";
import { momentText } from "../time/moment-text.ts";
import { standingOf } from "./request-phase.ts";

/** A sentence on then, and one on what is shown. */
export function thenText(row: RequestRow, then: RequestRow | null, at: number): string {
  const moment = momentText(at, Date.now());
  const shown =
    row.endedAt === null
      ? "You see it as it is now."
      : `It ended at ${momentText(row.endedAt, Date.now())}, and you see it as it ended.`;
  if (row.startedAt > at) return `At ${moment} this request had not come yet. ${shown}`;
  const standing = then === null ? "in flight" : standingOf(then).text;
  return `At ${moment} it was ${standing}. ${shown}`;
}
