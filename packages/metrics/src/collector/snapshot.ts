import type { Tally } from "../intake/tally.ts";
import type { ModelCall } from "../ring/model-call.ts";

/** Model calls in a snapshot, at most. */
export const RECENT_CALLS = 20;

/** How things stand now. */
export interface MetricsSnapshot {
  /** Since start, plus what was restored. */
  readonly messagesProcessed: number;
  /** Since start, plus what was restored. */
  readonly errors: number;
  readonly activeRequests: number;
  /** Seconds since the collector was made. */
  readonly uptime: number;
  readonly modelCalls: {
    /** Since start, plus what was restored. */
    readonly total: number;
    /** Over the last 200 calls, ms; 0 while there is none. */
    readonly avgLatency: number;
    /** Over the last 200 calls, 0 … 1; 0 while there is none. */
    readonly errorRate: number;
    /** The newest 20 calls at most, oldest first. */
    readonly recentCalls: readonly ModelCall[];
  };
  readonly queueDepth: number;
}

/** The totals that go on after a restart. */
export interface RestoredTotals {
  readonly messagesProcessed?: number | undefined;
  readonly errors?: number | undefined;
  readonly modelCalls?: number | undefined;
}

/** The totals, and the counter of every bound. */
export interface CollectorCounters extends Readonly<Tally> {
  readonly messagesProcessed: number;
  readonly errors: number;
  readonly modelCalls: number;
  /** Series there are, of 500. */
  readonly series: number;
  /** Bytes held for closed buckets, of 64 MiB. */
  readonly rollupBytes: number;
}
