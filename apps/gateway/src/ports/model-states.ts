import type { ModelRow } from "@signalbox/api-contract";
import { nameOf, type Gates, type ModelGate, type ProviderGate } from "../upstream/index.ts";

export type ModelState = Pick<
  ModelRow,
  "state" | "stateReason" | "stateSince" | "stateUntil" | "throttledUntil" | "quota"
>;

/** Why a model is not called now, or a provider; null where nothing keeps it from being called. */
export interface Obstacle {
  readonly name: string;
  readonly state: "open" | "half-open" | "paused";
  readonly reason: string;
  readonly since: number;
  readonly until: number | null;
}

/** What an operator's pause, a refused key or a breaker makes of a model; a provider's go before its models'. */
export function obstacleOf(gate: ModelGate | ProviderGate, gates: Gates): Obstacle | null {
  const name = nameOf(gate.scope);
  const pause = gates.pauseOf(gate.scope);
  if (pause !== null) {
    const why = pause.reason === null ? "" : `: ${pause.reason}`;
    const { since, until } = pause;
    return { name, state: "paused", reason: `paused by ${pause.by}${why}`, since, until };
  }
  const { circuit } = gate;
  const { state, trouble } = circuit;
  if (trouble === null || state === "closed") return null;
  const { reason, since } = trouble;
  return { name, state, reason, since, until: circuit.until };
}

/** Everything that is not called now: whole providers first. */
export function obstacles(gates: Gates): Obstacle[] {
  const all = [...gates.providers(), ...gates.models()];
  return all.map((gate) => obstacleOf(gate, gates)).filter((found) => found !== null);
}

export function stateOf(
  provider: ProviderGate | undefined,
  gate: ModelGate | undefined,
  gates: Gates,
): Omit<ModelState, "state"> & { readonly state: Obstacle["state"] | null } {
  const found =
    (provider === undefined ? null : obstacleOf(provider, gates)) ??
    (gate === undefined ? null : obstacleOf(gate, gates));
  return {
    state: found?.state ?? null,
    stateReason: found?.reason ?? null,
    stateSince: found?.since ?? null,
    stateUntil: found?.until ?? null,
    throttledUntil: gate?.throttledUntil ?? null,
    quota: gate?.quota ?? null,
  };
}
