import { agentPool } from "../agent/index.ts";
import type { AuditLog } from "../audit/index.ts";
import type { Config } from "../config/index.ts";
import { MemoryGuard } from "../health/index.ts";
import { LaneControl, LaneHolds, laneLabel, LaneQueue } from "../lanes/index.ts";
import type { StateStore } from "../state/index.ts";
import type { Base } from "./base.ts";
import type { Observation } from "./observation.ts";
import type { Work } from "./work.ts";

/** What decides whether a request is taken, and when it runs. */
export interface Intake {
  readonly lanes: LaneQueue;
  readonly holds: LaneHolds;
  readonly memory: MemoryGuard;
}

export function createIntake({ config, clock }: Base): Intake {
  const holds = new LaneHolds();
  const lanes = new LaneQueue({
    limitOf: (pool) => limitOf(config(), pool),
    maxDepth: () => config().lanes.maxDepth,
    clock,
    holds,
  });
  return { lanes, holds, memory: new MemoryGuard() };
}

/** Agent runs share the lanes' slots; what is passed through, those of its provider. */
function limitOf({ lanes, providers }: Config, pool: string): number {
  if (pool === agentPool) return lanes.concurrency;
  return providers.get(pool.slice("provider:".length))?.maxConcurrent ?? 1;
}

/** What operators do to lanes, with what they did before the last restart. */
export async function createLaneControl(
  { clock }: Base,
  { state }: Observation,
  { lanes, holds }: Intake,
  { registry }: Work,
  { store, audit }: { readonly store: StateStore; readonly audit: AuditLog },
): Promise<LaneControl> {
  const control = new LaneControl({
    lanes,
    holds,
    store: store.pauses,
    audit,
    clock,
    state,
    labelOf: (key) => laneLabel(key, (id) => store.tokens.get(id)?.name ?? id),
    cancel: (id, reason) => registry.cancel(id, reason),
  });
  await control.restore();
  return control;
}
