import type { Finding } from "@signalbox/api-contract";
import type { Evidence } from "./evidence.ts";
import type { AgentCost } from "./look-back.ts";
import { dollars } from "./words.ts";

const leastUsd = 1;
const leastTimes = 3;
const maxTold = 3;
const hourMs = 3_600_000;

/**
 * Agents that cost more than three times what they did in the hour before, and more than a dollar an hour. One
 * that cost nothing then, or something that nobody knows, is compared with nothing.
 */
export function costlyAgents({ lookBack }: Pick<Evidence, "lookBack">): Finding[] {
  return (lookBack?.agents ?? [])
    .filter(isCostly)
    .toSorted((a, b) => b.lastHour.usd - a.lastHour.usd)
    .slice(0, maxTold)
    .map(told);
}

function isCostly({ lastHour, hourBefore }: AgentCost): boolean {
  const isComparable = hourBefore.usd > 0 && hourBefore.unpriced === 0;
  return isComparable && lastHour.usd > leastUsd && lastHour.usd > leastTimes * hourBefore.usd;
}

function told({ agent, lastHour, hourBefore }: AgentCost): Finding {
  const times = lastHour.usd / hourBefore.usd;
  const atLeast = lastHour.unpriced > 0 ? "at least " : "";
  return {
    level: "warn",
    headline: `Agent ${agent} costs ${atLeast}${times.toFixed(times < 10 ? 1 : 0)} times what it did:`,
    detail: `${atLeast}${dollars(lastHour.usd)} in the last hour, ${dollars(hourBefore.usd)} in the hour before.`,
    since: null,
    place: { kind: "agent", agent, windowMs: hourMs },
  };
}
