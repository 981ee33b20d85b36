import type { ModelPauseReach } from "@signalbox/api-contract";
import type { Config } from "../config/index.ts";
import type { RequestLog, RequestRecord } from "../recorder/index.ts";
import type { Scope } from "../upstream/index.ts";

const longestMs = 900_000;

/** What a pause of a model, or of all of a provider's, would have done to the last requests that memory has. */
export function pauseReach(
  log: RequestLog,
  { agents, aliases }: Pick<Config, "agents" | "aliases">,
  scope: Scope,
  now: number,
): ModelPauseReach {
  const reach = { windowMs: 0, requests: 0, using: 0, withoutFallback: 0, isAtMost: false };
  const hasOther = (models: readonly string[]): boolean =>
    models.some((name) => !isIn(scope, ...splitName(name)));
  for (const record of recordsOf(log)) {
    const ageMs = now - record.startedAt;
    if (ageMs > longestMs) continue;
    reach.windowMs = Math.max(reach.windowMs, ageMs);
    reach.requests += 1;
    if (!record.spans.some((span) => isIn(scope, span.provider, span.model))) continue;
    reach.using += 1;
    const { agent, provider, model } = record.accepted;
    const known = agent === null ? undefined : agents.get(agent);
    if (known !== undefined && hasOther([known.model, ...known.fallback])) continue;
    reach.withoutFallback += 1;
    const asked = `${provider}/${model}`;
    reach.isAtMost ||=
      agent === null &&
      [...aliases.values()].some((models) => models[0] === asked && hasOther(models));
  }
  return reach;
}

function isIn(scope: Scope, provider: string | null, model: string | null): boolean {
  return provider === scope.provider && (scope.model === null || model === scope.model);
}

function splitName(name: string): [provider: string, model: string] {
  const slash = name.indexOf("/");
  return [name.slice(0, slash), name.slice(slash + 1)];
}

function* recordsOf(log: RequestLog): Generator<RequestRecord> {
  yield* log.active.values();
  yield* log.ended();
}
