import type { Finding } from "@signalbox/api-contract";
import type { Evidence, RepeatedCall } from "./evidence.ts";
import { count } from "./words.ts";

/** One tool with one input so often in a row: whoever asks for the same five times gets nowhere. */
const loopTimes = 5;
const maxTold = 3;

/** Agents that call a tool with the same input again and again in one request, the longest row first. */
export function toolLoops({ repeatedCalls }: Pick<Evidence, "repeatedCalls">): Finding[] {
  const loops = repeatedCalls.filter(({ times }) => times >= loopTimes);
  const groups = Map.groupBy(loops, ({ agent, tool }) => JSON.stringify([agent, tool]));
  return Array.from(groups.values(), (group) => group.toSorted((a, b) => b.times - a.times))
    .toSorted(([a], [b]) => (b?.times ?? 0) - (a?.times ?? 0))
    .slice(0, maxTold)
    .flatMap(([longest, ...others]) => (longest === undefined ? [] : [told(longest, others)]));
}

function told(longest: RepeatedCall, others: readonly RepeatedCall[]): Finding {
  const { requestId, agent, tool, times, since } = longest;
  const more = others.length === 0 ? "" : ` So did ${count(others.length, "other request")}.`;
  return {
    level: "warn",
    headline: `${agent === null ? "An agent" : `Agent ${agent}`} called a tool again and again:`,
    detail: `one request called ${tool} ${times} times in a row with the same input.${more}`,
    since,
    place: { kind: "request", requestId },
  };
}
