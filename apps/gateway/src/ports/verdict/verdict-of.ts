import type { SystemHealth, Verdict } from "@signalbox/api-contract";
import type { MetricsCollector } from "@signalbox/metrics";
import type { RequestLog, RequestRecord } from "../../recorder/index.ts";
import type { Obstacle } from "../model-states.ts";
import { verdictMinutes, windowMs, type Evidence, type RepeatedCall } from "./evidence.ts";
import { judge } from "./judge.ts";
import type { LookBack } from "./look-back.ts";

export interface VerdictSources {
  readonly collector: MetricsCollector;
  readonly log: RequestLog;
  readonly health: Pick<SystemHealth, "memory" | "uptime"> & Pick<Evidence, "components">;
  readonly obstacles: readonly Obstacle[];
  readonly lookBack: LookBack | null;
}

/** The sentence as of now. */
export function verdictOf(
  { collector, log, health, obstacles, lookBack }: VerdictSources,
  now: number,
): Verdict {
  return judge({
    channels: collector.breakdown("channel", verdictMinutes),
    kinds: collector.breakdown("errorKind", verdictMinutes),
    models: collector.breakdown("model", verdictMinutes),
    requests: Array.from(log.active.values(), (record) => log.row(record)),
    repeatedCalls: repeatedCalls(log, now),
    components: health.components,
    obstacles,
    lookBack,
    heapLimitBytes: health.memory.heapLimitBytes,
    startedAt: now - health.uptime * 1_000,
    now,
  });
}

function repeatedCalls(log: RequestLog, now: number): RepeatedCall[] {
  const found = Array.from(log.active.values()).flatMap(repeatedCallOf);
  for (const record of log.ended()) {
    if ((record.endedAt ?? 0) <= now - windowMs) break;
    found.push(...repeatedCallOf(record));
  }
  return found;
}

function repeatedCallOf({ accepted, sameCalls }: RequestRecord): RepeatedCall[] {
  if (sameCalls === null) return [];
  const { tool, times, since } = sameCalls;
  return [{ requestId: accepted.id, agent: accepted.agent, tool, times, since }];
}
