import { ContractError, type Component } from "@signalbox/api-contract";
import type { Caller } from "@signalbox/api-contract/server";
import { whoIs, type AuditLog } from "../audit/index.ts";
import type { Clock } from "../clock.ts";
import type { Fact } from "../recorder/index.ts";
import type { PauseStore } from "../state/index.ts";
import { isOver, nameOf, type Gates, type Pause, type Scope } from "./breaker/index.ts";

/** Models and providers that are paused at once. */
const maxPauses = 1_000;

/** As what each is kept. */
const kind = "model";

export interface ModelControlOptions {
  readonly gates: Gates;
  readonly store: PauseStore;
  readonly audit: Pick<AuditLog, "add">;
  readonly clock: Clock;
  readonly state: (fact: Fact) => void;
}

interface Held {
  readonly scope: Scope;
  readonly pause: Pause;
  readonly timer: NodeJS.Timeout | null;
}

/**
 * What operators do to models: pause and resume, one or all of a provider's. It holds at once, is stated
 * as a fact, goes into the audit log and is kept on disk; every pause ends by itself unless it was told
 * not to.
 */
export class ModelControl implements Disposable {
  readonly #options: ModelControlOptions;
  readonly #held = new Map<string, Held>();

  constructor(options: ModelControlOptions) {
    this.#options = options;
  }

  /** Takes up the pauses of the process before, and forgets those that ended meanwhile. */
  async restore(): Promise<void> {
    const { store, clock, state } = this.#options;
    for (const record of await store.all()) {
      if (record.kind !== kind) continue;
      const { key, until, reason, by, since } = record;
      const pause: Pause = { until, reason, by, since };
      // What is over holds nothing, whether or not the disk takes the write.
      if (isOver(pause, clock.now())) await succeeds(store.remove(kind, key));
      else this.#set(scopeOf(key), pause);
    }
    if (this.#held.size === 0) return;
    const message = `${this.component().reason}, as before the gateway was started again.`;
    state({ type: "event", level: "warn", source: "model", message });
  }

  /** Rejects with `overloaded` where too many are paused already. */
  async pause(
    caller: Caller,
    scope: Scope,
    wish: { readonly forMs: number | null; readonly reason?: string | undefined },
  ): Promise<{ until: number | null; durable: boolean }> {
    const { store, clock, audit } = this.#options;
    const key = keyOf(scope);
    const before = this.#held.get(key)?.pause ?? null;
    if (before === null && this.#held.size >= maxPauses) throw tooMany();
    const since = clock.now();
    const until = wish.forMs === null ? null : since + wish.forMs;
    const pause: Pause = { until, reason: wish.reason ?? null, by: caller.name, since };
    this.#set(scope, pause);
    const { reason, by } = pause;
    const kept = await Promise.all([
      audit.add({
        who: whoIs(caller),
        action: "model.paused",
        target: key,
        reason,
        before,
        after: pause,
      }),
      succeeds(store.put({ kind, key, reason, by, since, until })),
    ]);
    return { until, durable: kept.every(Boolean) };
  }

  /**
   * Ends its pause and forgets its failures, its throttle and its refused key; of a provider, those of
   * each of its models as well.
   */
  async resume(
    caller: Caller,
    scope: Scope,
    reason: string | undefined,
  ): Promise<{ resumed: number; reset: number; durable: boolean }> {
    const { gates, audit } = this.#options;
    const held = [...this.#held.values()].filter((one) => isWithin(one.scope, scope));
    const why = `${caller.name} resumed it${reason === undefined ? "" : ` (${reason})`}`;
    const kept = held.map((one) => this.#end(one.scope, why));
    const reset = gates.reset(scope, why);
    if (held.length === 0 && reset === 0) return { resumed: 0, reset: 0, durable: true };
    const audited = audit.add({
      who: whoIs(caller),
      action: "model.resumed",
      target: keyOf(scope),
      reason: reason ?? null,
      before: Object.fromEntries(held.map((one) => [keyOf(one.scope), one.pause])),
      after: { breakersReset: reset },
    });
    const durable = (await Promise.all([audited, ...kept])).every(Boolean);
    return { resumed: held.length, reset, durable };
  }

  /** Nothing is wrong with a gateway whose operator paused a model: it is said, and no warning. */
  component(): Component {
    const names = Array.from(this.#held.values(), ({ scope }) => nameOf(scope));
    const [first] = names;
    if (first === undefined) return { name: "models", status: "ok", reason: "none is paused" };
    const more = names.length === 1 ? "" : ` and ${names.length - 1} more`;
    return { name: "models", status: "ok", reason: `${first}${more} paused by an operator` };
  }

  /** Their ends are on disk: whoever starts next takes them up. */
  [Symbol.dispose](): void {
    for (const { timer } of this.#held.values()) if (timer !== null) clearTimeout(timer);
    this.#held.clear();
  }

  #set(scope: Scope, pause: Pause): void {
    const { gates, clock } = this.#options;
    const key = keyOf(scope);
    this.#forget(key);
    const end = (): void => {
      void this.#end(scope, "the time of its pause is over");
    };
    const timer =
      pause.until === null ? null : setTimeout(end, Math.max(0, pause.until - clock.now())).unref();
    this.#held.set(key, { scope, pause, timer });
    gates.pause(scope, pause);
  }

  #end(scope: Scope, why: string): Promise<boolean> {
    const { gates, store } = this.#options;
    const key = keyOf(scope);
    this.#forget(key);
    gates.unpause(scope, why);
    return succeeds(store.remove(kind, key));
  }

  #forget(key: string): void {
    const timer = this.#held.get(key)?.timer ?? null;
    if (timer !== null) clearTimeout(timer);
    this.#held.delete(key);
  }
}

function keyOf({ provider, model }: Scope): string {
  return model === null ? provider : `${provider}/${model}`;
}

/** A provider's name has no slash. */
function scopeOf(key: string): Scope {
  const slash = key.indexOf("/");
  if (slash === -1) return { provider: key, model: null };
  return { provider: key.slice(0, slash), model: key.slice(slash + 1) };
}

function isWithin(scope: Scope, { provider, model }: Scope): boolean {
  return scope.provider === provider && (model === null || scope.model === model);
}

function tooMany(): ContractError {
  return new ContractError(
    "overloaded",
    `${maxPauses} models are paused already. Resume some, or pause their provider.`,
  );
}

async function succeeds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch {
    // The answer says that it is not durable, and the status of state.db why.
    return false;
  }
}
