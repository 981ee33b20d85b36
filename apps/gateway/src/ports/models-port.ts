import { ContractError } from "@signalbox/api-contract";
import type { ModelsPort } from "@signalbox/api-contract/server";
import type { ModelControl, Scope } from "../upstream/index.ts";
import { modelRows, type ModelRowsOptions } from "./model-rows.ts";

/** Of models that the config names and nobody calls, the list has so many. */
const maxQuietRows = 500;

export interface ModelsPortOptions extends ModelRowsOptions {
  readonly modelControl: ModelControl;
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
    list: (windowMs) => modelRows(options, { windowMs, maxQuiet: maxQuietRows }),
    pause: async (caller, input) => modelControl.pause(caller, scopeOf(input), input),
    resume: async (caller, input) => modelControl.resume(caller, scopeOf(input), input.reason),
  };
}
