import { ContractError, type ModelRow, type ModelWindowInput } from "@signalbox/api-contract";
import type { Clock } from "../clock.ts";
import type { History } from "../history/index.ts";
import type { ModelsPort } from "@signalbox/api-contract/server";
import type { ModelControl, Scope } from "../upstream/index.ts";
import { countedModels, inFlightByModel, pastModels } from "./past-models.ts";
import { pauseReach } from "./pause-reach.ts";
import { modelRows, type ModelRowsOptions } from "./model-rows.ts";

/** Of models that the config names and nobody calls, the list has so many. */
const maxQuietRows = 500;
/** Windows up to this length are answered from memory, by tens of seconds: it may begin in an earlier start. */
const memoryMs = 300_000;

export interface ModelsPortOptions extends ModelRowsOptions {
  readonly modelControl: ModelControl;
  readonly history: History;
  readonly clock: Clock;
}

/** As they are now, or as they were: what memory does not reach is the disk's to tell. */
async function listModels(
  options: ModelsPortOptions,
  { windowMs, at }: ModelWindowInput,
): Promise<ModelRow[]> {
  const { history, clock } = options;
  const isNow = at === undefined || at >= clock.now();
  if (isNow && (history.boot === 0 || windowMs <= memoryMs)) {
    return modelRows(options, { windowMs, maxQuiet: maxQuietRows });
  }
  const t = isNow ? clock.now() : at;
  const [{ changes, requests }, counted] = await Promise.all([
    history.past(t),
    countedModels(history, { at: t, windowMs }),
  ]);
  const inFlight = inFlightByModel(requests);
  const rows = pastModels(counted, t, { ...options, changes, inFlight });
  return isNow
    ? withStanding(rows, modelRows(options, { windowMs: memoryMs, maxQuiet: maxQuietRows }))
    : rows;
}

/** How each stands now beside what a longer window counted of it, and those that nothing was counted of. */
function withStanding(counted: readonly ModelRow[], live: readonly ModelRow[]): ModelRow[] {
  const keyOf = ({ provider, model }: ModelRow): string => `${provider}/${model}`;
  const rows = new Map(counted.map((row) => [keyOf(row), row]));
  for (const now of live) {
    const row = rows.get(keyOf(now));
    const { state, stateReason, stateSince, stateUntil, throttledUntil } = now;
    const { quota, keyFrom, lastSuccessAt, configured, inFlight } = now;
    const standing = { state, stateReason, stateSince, stateUntil, throttledUntil };
    // A model that nobody called of late is known by what the window counted.
    const shown = row === undefined || state !== "unknown" ? standing : {};
    rows.set(keyOf(now), {
      ...(row ?? now),
      ...shown,
      quota,
      keyFrom,
      configured,
      inFlight,
      lastSuccessAt: lastSuccessAt ?? row?.lastSuccessAt ?? null,
    });
  }
  return [...rows.values()];
}

/** The models, how they do, and what operators do to them. */
export function createModelsPort(options: ModelsPortOptions): ModelsPort {
  const { modelControl } = options;
  const scopeOf = (input: { provider: string; model?: string | undefined }): Scope => {
    const { providers } = options.config();
    if (!providers.has(input.provider)) {
      const known = [...providers.keys()].join(", ");
      const message = `There is no provider called ${input.provider}. There are ${known}.`;
      throw new ContractError("not_found", message);
    }
    return { provider: input.provider, model: input.model ?? null };
  };
  return {
    list: (input) => listModels(options, input),
    pauseReach: (input) =>
      pauseReach(options.log, options.config(), scopeOf(input), options.clock.now()),
    pause: async (caller, input) => modelControl.pause(caller, scopeOf(input), input),
    resume: async (caller, input) => modelControl.resume(caller, scopeOf(input), input.reason),
  };
}
