import type { Finding } from "@signalbox/api-contract";
import { verdictMinutes, windowMs, type Evidence } from "./evidence.ts";
import { count } from "./words.ts";

const leastExpected = 20;
const leastShare = 0.25;
const hourMs = 3_600_000;

/**
 * Under a quarter of the requests that were to be expected. The hour before is what is expected, or the same
 * minutes of yesterday where they had fewer: what is quiet every day at this time is no news.
 */
export function unusualQuiet({
  channels,
  requests,
  lookBack,
  startedAt,
  now,
}: Pick<Evidence, "channels" | "requests" | "lookBack" | "startedAt" | "now">): Finding[] {
  const { hourBefore, dayBefore } = lookBack?.usual ?? { hourBefore: null, dayBefore: null };
  // A start within these minutes saw a part of them alone.
  if (hourBefore === null || now - startedAt < windowMs) return [];
  const expected = Math.min(hourBefore, dayBefore ?? Infinity);
  const seen = channels.reduce((sum, row) => sum + row.requests, requests.length);
  if (expected < leastExpected || seen >= expected * leastShare) return [];
  const yesterday =
    dayBefore === null ? "" : ` In the same minutes yesterday there were ${dayBefore}.`;
  return [
    {
      level: "warn",
      headline: "Quieter than usual:",
      detail: `${count(seen, "request")} in ${verdictMinutes} minutes, where the hour before mostly had ${hourBefore} or more.${yesterday}`,
      since: null,
      place: { kind: "traffic", windowMs: hourMs },
    },
  ];
}
