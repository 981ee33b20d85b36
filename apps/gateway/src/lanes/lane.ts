import type { RecentMean } from "./recent-mean.ts";

/** What a queued request waits for: the one before it in its lane, a free slot, or its lane's resumption. */
export type WaitsFor = "lane" | "slot" | "paused";

export interface LaneRequest {
  readonly requestId: string;
  /** The lane. One request of a key runs at a time, in the order they came. */
  readonly key: string;
  /** Who sent it: owners get the slots that are freed in turn. */
  readonly owner: string;
  /** Whose concurrency it takes a share of: agent runs together, each provider for itself. */
  readonly pool: string;
  readonly signal: AbortSignal;
  /** Told when it starts to wait, and again when what it waits for changes. */
  readonly onWait: (waitsFor: WaitsFor) => void;
}

/** A queued or running request in its lane. */
export interface Entry {
  readonly request: LaneRequest;
  readonly admit: () => void;
  told: WaitsFor | null;
  admittedMono: number;
}

export interface Lane {
  readonly key: string;
  readonly waiting: Set<Entry>;
  readonly took: RecentMean;
  running: Entry | null;
}

export interface LaneState {
  readonly key: string;
  readonly runningRequestId: string | null;
  /** The next one first. */
  readonly waitingRequestIds: readonly string[];
  /** Of the next one. */
  readonly waitingPool: string | null;
}

/** Who has a slot, and for how long by now. */
export interface SlotHolder {
  readonly requestId: string;
  readonly key: string;
  readonly owner: string;
  readonly forMs: number;
}

export function stateOf({ key, running, waiting }: Lane): LaneState {
  const [head] = waiting;
  return {
    key,
    runningRequestId: running?.request.requestId ?? null,
    waitingRequestIds: Array.from(waiting, ({ request }) => request.requestId),
    waitingPool: head?.request.pool ?? null,
  };
}
