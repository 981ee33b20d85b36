import { allLanes, ContractError, type Component } from "@signalbox/api-contract";
import type { Caller } from "@signalbox/api-contract/server";
import { whoIs, type AuditLog } from "../audit/index.ts";
import type { Clock } from "../clock.ts";
import type { Fact } from "../recorder/index.ts";
import type { PauseRecord, PauseStore } from "../state/index.ts";
import { untilText, type LaneHold, type LaneHolds } from "./lane-holds.ts";
import type { LaneState } from "./lane.ts";
import type { LaneQueue } from "./lane-queue.ts";

/** Lanes that are held at once; all of them at once is one. */
const maxHolds = 1_000;

/** As what each is kept. */
const kinds = { paused: "lane", draining: "lane.drain" } as const;

export interface LaneControlOptions {
  readonly lanes: LaneQueue;
  readonly holds: LaneHolds;
  readonly store: PauseStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly state: (fact: Fact) => void;
  /** What people call a lane. */
  readonly labelOf: (key: string) => string;
  /** Ends a request. False where it is not in flight. */
  readonly cancel: (requestId: string, reason: string) => boolean;
}

interface Wish {
  readonly forMs: number | null;
  readonly reason?: string | undefined;
}

/** Whether it is on disk, and so outlasts a restart. */
interface Kept {
  readonly durable: boolean;
}

/**
 * What operators do to lanes: pause, drain, resume, clear. Each holds at once, is stated as a fact, goes
 * into the audit log and is kept on disk; every hold ends by itself unless it was told not to.
 */
export class LaneControl implements Disposable {
  readonly #options: LaneControlOptions;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(options: LaneControlOptions) {
    this.#options = options;
  }

  /** Takes up the holds of the process before, and forgets those that ended meanwhile. */
  async restore(): Promise<void> {
    const { store, holds, clock } = this.#options;
    for (const record of await store.all()) {
      const mode = modeOf(record.kind);
      if (mode === null) continue;
      if (record.until !== null && record.until <= clock.now()) {
        await store.remove(record.kind, record.key).catch(() => {
          // On a disk that takes no writes; what is over holds nothing.
        });
        continue;
      }
      const { key, until, reason, by, since } = record;
      this.#set(key, { mode, until, reason, by, since });
    }
    if (holds.size === 0) return;
    const message = `As before the gateway was started again, ${heldText(holds)}.`;
    this.#options.state({ type: "event", level: "warn", source: "lane", message });
  }

  pause(caller: Caller, key: string, wish: Wish): Promise<Kept & { until: number | null }> {
    return this.#hold("paused", caller, key, wish);
  }

  drain(caller: Caller, key: string, wish: Wish): Promise<Kept & { until: number | null }> {
    return this.#hold("draining", caller, key, wish);
  }

  /** Ends a lane's hold; of all lanes, that on all and every one of a single lane. */
  async resume(
    caller: Caller,
    key: string,
    reason: string | undefined,
  ): Promise<Kept & { resumed: number }> {
    const { holds, audit } = this.#options;
    const held = [...holds.entries()].filter(([own]) => key === allLanes || own === key);
    if (held.length === 0) return { resumed: 0, durable: true };
    const kept = held.map(([own, hold]) => this.#end(own, hold, caller.name, reason ?? null));
    const audited = audit.add({
      who: whoIs(caller),
      action: "lane.resumed",
      target: key,
      reason: reason ?? null,
      before: Object.fromEntries(held),
      after: null,
    });
    const durable = (await Promise.all([audited, ...kept])).every(Boolean);
    return { resumed: held.length, durable };
  }

  /** Cancels what waits in a lane, or in all of them, and what runs there where that is wished. */
  async clear(
    caller: Caller,
    key: string,
    { includeRunning, reason }: { includeRunning: boolean; reason?: string | undefined },
  ): Promise<{ cancelled: number }> {
    const { lanes, state, audit, labelOf, cancel } = this.#options;
    const cleared = key === allLanes ? [...lanes.lanes()] : [lanes.lane(key)];
    const said = `Its lane was cleared by ${caller.name}${reason === undefined ? "" : `: ${reason}`}`;
    const ids = cleared.flatMap((lane) => (lane === null ? [] : idsOf(lane, includeRunning)));
    const cancelled = ids.filter((id) => cancel(id, said)).length;
    state({
      type: "lane.changed",
      lane: key,
      label: labelOf(key),
      change: "cleared",
      until: null,
      reason: reason ?? null,
      by: caller.name,
      cancelled,
    });
    await audit.add({
      who: whoIs(caller),
      action: "lane.cleared",
      target: key,
      reason: reason ?? null,
      before: null,
      after: { cancelled, includeRunning },
    });
    return { cancelled };
  }

  component(): Component {
    const { holds } = this.#options;
    const isAll = holds.get(allLanes) !== null;
    const reason = holds.size === 0 ? "no lane is paused" : heldText(holds);
    return { name: "lanes", status: isAll ? "warn" : "ok", reason };
  }

  /** Their ends are on disk: whoever starts next takes them up. */
  [Symbol.dispose](): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  async #hold(
    mode: LaneHold["mode"],
    caller: Caller,
    key: string,
    { forMs, reason: why }: Wish,
  ): Promise<Kept & { until: number | null }> {
    const { holds, clock, audit } = this.#options;
    const reason = why ?? null;
    const before = holds.get(key);
    if (before === null && holds.size >= maxHolds) throw tooMany();
    const since = clock.now();
    const until = forMs === null ? null : since + forMs;
    const hold: LaneHold = { mode, until, reason, by: caller.name, since };
    this.#set(key, hold);
    this.#tell(key, mode, hold);
    const audited = audit.add({
      who: whoIs(caller),
      action: `lane.${mode}`,
      target: key,
      reason,
      before,
      after: hold,
    });
    const kept = await Promise.all([audited, this.#keep(key, hold)]);
    return { until, durable: kept.every(Boolean) };
  }

  #set(key: string, hold: LaneHold): void {
    const { holds, lanes, clock } = this.#options;
    holds.set(key, hold);
    lanes.holdsChanged(key);
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (hold.until === null) return;
    const end = (): void => {
      void this.#end(key, hold, null, null);
    };
    this.#timers.set(key, setTimeout(end, Math.max(0, hold.until - clock.now())).unref());
  }

  #end(key: string, hold: LaneHold, by: string | null, reason: string | null): Promise<boolean> {
    const { holds, lanes, store } = this.#options;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    holds.delete(key);
    lanes.holdsChanged(key);
    this.#tell(key, "resumed", { by, reason, until: null });
    return succeeds(store.remove(kinds[hold.mode], key));
  }

  /** A lane has one hold: that of the other kind goes. */
  async #keep(key: string, { mode, until, reason, by, since }: LaneHold): Promise<boolean> {
    const { store } = this.#options;
    const other = mode === "paused" ? kinds.draining : kinds.paused;
    const writes = [
      store.put({ kind: kinds[mode], key, reason, by, since, until }),
      store.remove(other, key),
    ];
    return succeeds(Promise.all(writes));
  }

  #tell(
    key: string,
    change: "paused" | "draining" | "resumed",
    { by, reason, until }: Pick<LaneHold, "reason" | "until"> & { readonly by: string | null },
  ): void {
    const { state, labelOf } = this.#options;
    const label = labelOf(key);
    state({ type: "lane.changed", lane: key, label, change, until, reason, by, cancelled: 0 });
  }
}

function modeOf(kind: PauseRecord["kind"]): LaneHold["mode"] | null {
  if (kind === kinds.paused) return "paused";
  return kind === kinds.draining ? "draining" : null;
}

/** The last first: none of them becomes the lane's head on the way. */
function idsOf({ waitingRequestIds, runningRequestId }: LaneState, includeRunning: boolean) {
  const running = includeRunning && runningRequestId !== null ? [runningRequestId] : [];
  return [...waitingRequestIds.toReversed(), ...running];
}

function heldText(holds: LaneHolds): string {
  const all = holds.get(allLanes);
  if (all !== null) {
    const what = all.mode === "paused" ? "paused" : "being drained";
    const why = all.reason === null ? "" : ` (${all.reason})`;
    return `all lanes are ${what} by ${all.by}${why}, ${untilText(all.until)}`;
  }
  return holds.size === 1
    ? "1 lane is paused or drained"
    : `${holds.size} lanes are paused or drained`;
}

function tooMany(): ContractError {
  return new ContractError(
    "overloaded",
    `${maxHolds} lanes are paused or drained already. Resume some, or pause all of them at once.`,
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
