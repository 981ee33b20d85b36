import type { LaneRow, RequestRow } from "@signalbox/api-contract";
import type { PastAnswer } from "../history/index.ts";
import type { PoolTold } from "./idle-lane.ts";
import { topHolders } from "./slot-holders.ts";

/** Of a moment. */
export type SlotsThen = Pick<PastAnswer, "requests" | "slots" | "slotsTotal">;

interface Holder {
  readonly row: RequestRow;
  readonly since: number;
}

/** Agent runs share one pool, as they do live; what is passed through has its provider's. */
const agentRuns = "";

/** Who had the slots of each pool at a moment, by the requests that were in flight then. */
export class PastSlots {
  readonly #then: SlotsThen;
  readonly #holders: ReadonlyMap<string, readonly Holder[]>;
  /** Made once a pool, however many lanes waited for it. */
  readonly #told = new Map<string, PoolTold>();

  constructor(then: SlotsThen) {
    this.#then = then;
    const running = then.requests.flatMap((row): Holder[] => {
      const since = then.slots.get(row.id)?.since ?? null;
      return since === null ? [] : [{ row, since }];
    });
    this.#holders = Map.groupBy(running, ({ row }) => this.#poolOf(row));
  }

  /** When a request got its slot; null where it had none. */
  since(requestId: string): number | null {
    return this.#then.slots.get(requestId)?.since ?? null;
  }

  /** Of the pool that a request waited for a slot of. */
  told(waiting: RequestRow): PoolTold {
    const pool = this.#poolOf(waiting);
    const known = this.#told.get(pool) ?? this.#tell(pool);
    this.#told.set(pool, known);
    return known;
  }

  #poolOf({ id, agent }: RequestRow): string {
    return agent === null ? (this.#then.slots.get(id)?.provider ?? "unknown") : agentRuns;
  }

  #tell(pool: string): PoolTold {
    const holders = this.#holders.get(pool) ?? [];
    const { slotsTotal } = this.#then;
    // How many a provider had is in no row.
    const total = pool === agentRuns && slotsTotal > 0 ? slotsTotal : null;
    const slots = { used: holders.length, total, longest: longestOf(holders) };
    return { slotHolders: topHolders(countByClient(holders)), slots };
  }
}

/** The request that had had its slot the longest; of several, the one that was accepted first. */
function longestOf(holders: readonly Holder[]): NonNullable<LaneRow["slots"]>["longest"] {
  const [first, ...rest] = holders;
  if (first === undefined) return null;
  const { row, since } = rest.reduce((a, b) => (b.since < a.since ? b : a), first);
  return { requestId: row.id, lane: row.lane, client: row.client, since };
}

function countByClient(holders: readonly Holder[]): LaneRow["slotHolders"] {
  const counts = new Map<string, number>();
  for (const { row } of holders) counts.set(row.client, (counts.get(row.client) ?? 0) + 1);
  return Array.from(counts, ([client, count]) => ({ client, count }));
}
