import type {
  ErrorKind,
  EventLevel,
  HealthStatus,
  Outcome,
  Phase,
  UsageSource,
} from "@signalbox/api-contract";

/** What is known of a request when it is accepted. */
export interface AcceptedRequest {
  readonly id: string;
  readonly sessionId: string;
  readonly lane: string;
  readonly laneLabel: string;
  readonly oneShot: boolean;
  readonly channel: string;
  readonly client: string;
  readonly clientId: string;
  readonly agent: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly practice: boolean;
  /** Where it came in, for "copy as curl". */
  readonly route: string;
  /** The client's body as text. The log keeps its beginning, or null where content is not kept. */
  readonly body: string | null;
}

/** Counts of one attempt. What the provider did not tell is null. */
export interface AttemptUsage {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cachedTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly source: UsageSource;
}

/** How far an attempt has got: written by the stream's reader, read when a frame or a page is built. */
export interface AttemptProgress {
  outputTokens: number;
  /** When the latest of them came; null before the first. */
  lastTokenMono: number | null;
  /** The answer so far, capped. */
  text(): string;
}

export interface AttemptEnd {
  readonly ok: boolean;
  readonly errorKind: ErrorKind | null;
  readonly errorMessage: string | null;
  readonly httpStatus: number | null;
  /** There was a connection, and the request went out on it: it may be billed. */
  readonly sent: boolean;
  readonly retryAfterMs: number | null;
  /** From sending the request to its last byte, or to giving up. */
  readonly latencyMs: number;
  readonly ttftMs: number | null;
  /** Mean time between two tokens. */
  readonly gapMs: number | null;
  readonly tokensPerSec: number;
  readonly usage: AttemptUsage;
  readonly costUsd: number | null;
  readonly finishReason: string | null;
}

/**
 * Everything that can be observed, stated by the stage where it happens and by nobody else.
 * A new thing to observe is a new fact and nothing else.
 */
export type Fact =
  | { readonly type: "request.queued"; readonly request: AcceptedRequest }
  /** It left its queue and runs. */
  | { readonly type: "request.started"; readonly requestId: string }
  | {
      readonly type: "request.phase";
      readonly requestId: string;
      readonly phase: Phase;
      readonly detail: string;
    }
  | {
      readonly type: "request.ended";
      readonly requestId: string;
      readonly outcome: Outcome;
      readonly errorKind: ErrorKind | null;
      readonly message: string | null;
    }
  | {
      readonly type: "request.messages";
      readonly requestId: string;
      readonly messages: readonly { readonly role: MessageRole; readonly text: string }[];
    }
  | {
      readonly type: "attempt.started";
      readonly requestId: string;
      readonly spanId: string;
      readonly provider: string;
      readonly model: string;
      /** Which model call of the request; null where no model is called, as for a count of tokens. */
      readonly modelCall: number | null;
      /** Which attempt of that call. Both from 1. */
      readonly attempt: number;
      readonly progress: AttemptProgress;
    }
  | { readonly type: "attempt.firstToken"; readonly requestId: string; readonly spanId: string }
  | {
      readonly type: "attempt.ended";
      readonly requestId: string;
      readonly spanId: string;
      readonly end: AttemptEnd;
      /** No further attempt of this model call follows. */
      readonly final: boolean;
    }
  /** A failed attempt is followed by another one after this wait. */
  | {
      readonly type: "attempt.backoff";
      readonly requestId: string;
      readonly spanId: string;
      readonly provider: string;
      readonly model: string;
      readonly modelCall: number;
      /** The attempt that failed. */
      readonly attempt: number;
      readonly waitMs: number;
      /** What the provider asked for; null where the wait is our own. */
      readonly retryAfterMs: number | null;
    }
  /** An attempt is not made yet, because its model is not to be called now. */
  | {
      readonly type: "attempt.held";
      readonly requestId: string;
      readonly spanId: string;
      readonly provider: string;
      readonly model: string;
      readonly modelCall: number;
      readonly waitsFor: "throttled" | "breaker" | "paused";
      /** When it may be called again, in epoch milliseconds, where that is known. */
      readonly until: number | null;
    }
  /** Another attempt was to follow those that were made of this model call, and none does after all. */
  | { readonly type: "attempt.abandoned"; readonly requestId: string; readonly modelCall: number }
  | {
      readonly type: "breaker.changed";
      readonly provider: string;
      /** Null where it is all of the provider's. */
      readonly model: string | null;
      readonly state: BreakerState;
      readonly reason: string | null;
      /** When it changes by itself, in epoch milliseconds. */
      readonly until: number | null;
    }
  | {
      readonly type: "tool.started";
      readonly requestId: string;
      readonly spanId: string;
      readonly tool: string;
      readonly input: string;
    }
  | {
      readonly type: "tool.ended";
      readonly requestId: string;
      readonly spanId: string;
      /** Stopped with its request is no failure of its own. */
      readonly status: "ok" | "failed" | "cancelled";
      readonly output: string;
      readonly outputBytes: number;
      readonly errorMessage: string | null;
    }
  | {
      readonly type: "connection.changed";
      readonly channel: string;
      readonly delta: 1 | -1;
    }
  /** An operator held, released or cleared a lane (`*` for all of them), or a hold ended by itself. */
  | {
      readonly type: "lane.changed";
      readonly lane: string;
      /** What people call it. */
      readonly label: string;
      readonly change: "paused" | "draining" | "resumed" | "cleared";
      /** When it ends by itself, in epoch milliseconds; null where it does not. */
      readonly until: number | null;
      readonly reason: string | null;
      /** Null where it ended by itself. */
      readonly by: string | null;
      /** Requests that it cancelled. */
      readonly cancelled: number;
    }
  /** Another config is in force: a short hash of its file's text, and what is different by names alone. */
  | { readonly type: "config.changed"; readonly revision: string; readonly summary: string }
  /** A part of the gateway is not as it was, or was looked at for the first time since the start. */
  | {
      readonly type: "component.changed";
      readonly component: string;
      readonly status: HealthStatus;
      readonly reason: string;
    }
  /** A request turned away at the door: never queued, no error of ours. */
  | {
      readonly type: "refused";
      readonly channel: string;
      readonly status: number;
      /** Null where it was turned away before it was known who sends. */
      readonly client: string | null;
    }
  | {
      readonly type: "event";
      readonly level: EventLevel;
      readonly source: string;
      readonly message: string;
      readonly context?: Readonly<Record<string, unknown>>;
      readonly requestId?: string;
      readonly sessionId?: string;
    }
  /** Once a second: what has a level and not a moment. */
  | ({
      readonly type: "gauges";
      readonly inFlight: number;
      readonly queueDepth: number;
      readonly oldestWaitMs: number;
      readonly overdue: number;
      /** Of agent runs. */
      readonly slotsUsed: number;
      readonly slotsTotal: number;
    } & OwnGauges);

/** How the gateway's own process is. What is left out is not known. */
export interface OwnGauges {
  /** The latest turn of the loop since the sample before. */
  readonly loopDelayMs?: number;
  readonly rssBytes?: number;
  readonly heapUsedBytes?: number;
  readonly diskFreeBytes?: number | undefined;
  readonly historyLagMs?: number;
  /** Rows that were lost since the sample before. */
  readonly historyDropped?: number;
  /** Of the live stream. */
  readonly subscribers?: number;
}

/** Whether a model may be called: by its failures, its provider's wish, or an operator's. */
export type BreakerState = "closed" | "open" | "half-open" | "paused";

export type MessageRole = "system" | "user" | "assistant" | "tool";

/** A fact with its place in the one order, and its moment on both clocks. */
export interface StampedFact {
  readonly seq: number;
  readonly at: number;
  readonly mono: number;
  readonly fact: Fact;
}

/** What the recorder applies facts to. Synchronous; what it throws is counted and goes no further. */
export interface FactSink {
  apply(stamped: StampedFact): void;
}
