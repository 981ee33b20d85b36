import type { Span } from "@signalbox/api-contract";

/** What a bar shows. A backoff is a wait, so it is hatched as a queue is. */
export type BarKind = "queued" | "waiting" | "streaming" | "tool";

/** A piece of a span with one pattern. Its place in the row is in parts of the row's bar height, from its top. */
export interface Bar {
  readonly span: Span;
  readonly kind: BarKind;
  readonly from: number;
  /** Null while it goes on: drawn up to now. */
  readonly to: number | null;
  readonly top: number;
  readonly height: number;
  /** Red tick at its end. */
  readonly failed: boolean;
}

/** Why the next request of a lane waits. */
export interface Block {
  readonly requestId: string;
  /** `lane`, `slot`, `throttled`, `breaker` or `paused`. */
  readonly waitsFor: string;
  readonly since: number;
  /** The request that runs in the lane it waits for. */
  readonly blockedBy: string | null;
}

/** One row of the picture: a lane, or all one-shot lanes of one client. */
export interface DrawnLane {
  readonly key: string;
  readonly label: string;
  readonly oneShot: boolean;
  /** Requests that wait in it now. */
  readonly waiters: number;
  /** When something last began, went on or ended in it. */
  readonly lastActiveAt: number;
  readonly block: Block | null;
  /** How many requests were in it at once, at most: a busy client gets more room. */
  readonly depth: number;
  readonly bars: readonly Bar[];
}
