import type { Span } from "@signalbox/api-contract";

/**
 * What a bar shows. A backoff is a wait, so it is hatched as a queue is. `whole` is a request too short at
 * the scale of the window for its phases to be told.
 */
export type BarKind = "queued" | "waiting" | "streaming" | "tool" | "whole";

/** How what a bar shows ended, where that was not well. */
export type BarEnd = "failed" | "cancelled" | "interrupted";

/** A piece of a span with one pattern. Its place in the row is in parts of the row's bar height, from its top. */
export interface Bar {
  readonly span: Span;
  readonly kind: BarKind;
  readonly from: number;
  /** Null while it goes on: drawn up to now. */
  readonly to: number | null;
  readonly top: number;
  readonly height: number;
  /** A mark at its end. */
  readonly end: BarEnd | null;
}

/** Why the next request of a lane waits. */
export interface Block {
  readonly requestId: string;
  /** `lane`, `slot`, `throttled`, `breaker`, `paused` or `backoff`. */
  readonly waitsFor: string;
  readonly since: number;
  /** It has not left its lane's queue; else it holds the lane and waits for its model. */
  readonly isQueued: boolean;
  /** The request that runs in the lane it waits for. */
  readonly blockedBy: string | null;
  /** `provider/model`, where it waits for its model. */
  readonly model: string | null;
}

/** One row of the picture: a lane, or all one-shot lanes of one client. */
export interface DrawnLane {
  readonly key: string;
  readonly label: string;
  readonly oneShot: boolean;
  /** The lane's own key; null where the row is of many. */
  readonly lane: string | null;
  /** All that is known in it is practice traffic. */
  readonly isPractice: boolean;
  /** Requests that wait in it now. */
  readonly waiters: number;
  readonly isRunning: boolean;
  /** Something in the window failed. */
  readonly hasFailed: boolean;
  /** When something last began, went on or ended in it. */
  readonly lastActiveAt: number;
  readonly block: Block | null;
  /** How many requests were in it at once, at most: a busy client gets more room. */
  readonly depth: number;
  readonly spans: readonly Span[];
  readonly bars: readonly Bar[];
}
