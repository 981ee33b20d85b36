import type { LaneRow } from "@signalbox/api-contract";
import type { createHistoryBench } from "../src/history/testing/history-bench.ts";
import { agentPool } from "../src/agent/index.ts";
import { LaneHolds, LaneQueue } from "../src/lanes/index.ts";
import { liveLanes } from "../src/ports/live-lanes.ts";
import type { Clock } from "../src/clock.ts";

type Bench = Awaited<ReturnType<typeof createHistoryBench>>;

/** Few, so that there are always some who wait for one. */
export const agentSlots = 6;
const providerSlots = 3;

/** Who sends, by their tokens. */
export const owners = { k: "crm", m: "till" } as const;

export interface LaneEntry {
  readonly id: string;
  readonly lane: string;
  readonly owner: keyof typeof owners;
  readonly agent: string | null;
  readonly provider: string;
  /** It has its slot. */
  readonly onTurn: () => void;
}

interface Entered {
  readonly controller: AbortController;
  /** Null while it waits. */
  leave: (() => void) | null;
}

/** The queue that a gateway has its requests in, for a run of which every step is one's own. */
export class RecordedLanes {
  readonly #bench: Bench;
  readonly #clock: Clock;
  readonly #holds = new LaneHolds();
  readonly #lanes: LaneQueue;
  readonly #entered = new Map<string, Entered>();

  constructor(bench: Bench, clock: Clock) {
    this.#bench = bench;
    this.#clock = clock;
    this.#lanes = new LaneQueue({
      limitOf: (pool) => (pool === agentPool ? agentSlots : providerSlots),
      maxDepth: () => 1_000,
      clock,
      holds: this.#holds,
    });
  }

  enter({ id, lane, owner, agent, provider, onTurn }: LaneEntry): void {
    const controller = new AbortController();
    const entered: Entered = { controller, leave: null };
    this.#entered.set(id, entered);
    const turn = this.#lanes.enter({
      requestId: id,
      key: lane,
      owner,
      pool: agent === null ? `provider:${provider}` : agentPool,
      signal: controller.signal,
      onWait: (detail) => {
        this.#bench.state({ type: "request.phase", requestId: id, phase: "queued", detail });
      },
    });
    void begin(entered, turn, onTurn);
  }

  /** After its end was stated, wherever it was. */
  leave(id: string): void {
    const entered = this.#entered.get(id);
    this.#entered.delete(id);
    if (entered?.leave == null) entered?.controller.abort();
    else entered.leave();
  }

  /** Whoever was let in knows of it then; whether there was anybody. */
  async settle(): Promise<boolean> {
    const isUntold = (): boolean =>
      this.#lanes.lanes().some(({ runningRequestId }) => {
        return runningRequestId !== null && this.#entered.get(runningRequestId)?.leave === null;
      });
    const hasAny = isUntold();
    while (isUntold()) await Promise.resolve();
    return hasAny;
  }

  /** As `lanes.list` says it. */
  rows(): LaneRow[] {
    return liveLanes({
      lanes: this.#lanes,
      holds: this.#holds,
      log: this.#bench.log,
      clock: this.#clock,
      tokenName: (id) => Object.entries(owners).find(([token]) => token === id)?.[1],
    });
  }
}

async function begin(
  entered: Entered,
  turn: Promise<() => void>,
  onTurn: () => void,
): Promise<void> {
  try {
    entered.leave = await turn;
  } catch {
    // It left while it waited.
    return;
  }
  onTurn();
}
