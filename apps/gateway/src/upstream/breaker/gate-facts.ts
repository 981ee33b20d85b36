import type { Fact } from "../../recorder/index.ts";
import { timeOf } from "./block.ts";
import type { Circuit } from "./circuit.ts";
import type { Pause } from "./pause.ts";

/** A provider, or one of its models. */
export interface Scope {
  readonly provider: string;
  /** Null where all of the provider's models are meant. */
  readonly model: string | null;
}

export function nameOf({ provider, model }: Scope): string {
  return model === null ? provider : `${provider} · ${model}`;
}

/** States what becomes of breakers and pauses, as facts and, where operators should know, as events. */
export class GateFacts {
  readonly #state: (fact: Fact) => void;

  constructor(state: (fact: Fact) => void) {
    this.#state = state;
  }

  /** `isNew`: it was closed before, and did not only fail its trial. */
  opened(scope: Scope, circuit: Circuit, isNew: boolean): void {
    const { trouble, until } = circuit;
    if (trouble === null || until === null) return;
    const { reason, kind } = trouble;
    this.#changed(scope, { state: "open", reason, until });
    if (!isNew) return;
    const whom = trouble.owner === null ? "" : " for one client";
    const message = `${nameOf(scope)} is not called${whom}: ${reason}. It is tried again at ${timeOf(until)}.`;
    // The failed requests that did it have error events of their own.
    this.#event(scope, "warn", message, { until, errorKind: kind });
  }

  onTrial(scope: Scope, { trouble }: Circuit): void {
    this.#changed(scope, { state: "half-open", reason: trouble?.reason ?? null, until: null });
  }

  closed(scope: Scope, why: string): void {
    this.#changed(scope, { state: "closed", reason: null, until: null });
    this.#event(scope, "info", `${nameOf(scope)} is called again: ${why}.`, {});
  }

  paused(scope: Scope, { by, reason, until }: Pause): void {
    const why = reason === null ? "" : ` (${reason})`;
    const end = until === null ? "until somebody resumes it" : `until ${timeOf(until)}`;
    const said = `paused by ${by}${why}`;
    this.#changed(scope, { state: "paused", reason: said, until });
    this.#event(scope, "warn", `${nameOf(scope)} is ${said}, ${end}.`, { until });
  }

  #changed(scope: Scope, change: Pick<BreakerChanged, "state" | "reason" | "until">): void {
    this.#state({ type: "breaker.changed", ...scope, ...change });
  }

  #event(
    scope: Scope,
    level: "info" | "warn",
    message: string,
    more: Readonly<Record<string, unknown>>,
  ): void {
    const source = `model.${scope.provider}`;
    this.#state({ type: "event", level, source, message, context: { ...scope, ...more } });
  }
}

type BreakerChanged = Extract<Fact, { type: "breaker.changed" }>;
