/** What a request is doing now. */
export type Phase = "queued" | "model" | "tool";

/** What it is queued for. */
export type QueuedFor = "lane" | "slot" | "throttled" | "breaker" | "paused";

/** What it is at with its model. */
export type ModelPhase = "waiting" | "streaming";

/** `QueuedFor`, `ModelPhase`, or the name of the tool. */
export type PhaseDetail = QueuedFor | ModelPhase | (string & {});

/** What can be told of a request once it runs. */
export interface RequestFacts {
  readonly client?: string | undefined;
  readonly agent?: string | undefined;
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  readonly node?: string | undefined;
}

export interface RequestStart extends RequestFacts {
  readonly sessionId: string;
  readonly channel: string;
  /** Acceptance, epoch milliseconds; now unless given. Its age at the start counts as duration. */
  readonly startedAt?: number | undefined;
  readonly phase?: Phase | undefined;
  readonly phaseDetail?: PhaseDetail | undefined;
  /** A counter the owner goes on changing, read whenever the table is: tokens need no call each. */
  readonly progress?: { readonly outputTokens: number } | undefined;
}

/** One request in flight. Times are epoch milliseconds, durations milliseconds. */
export interface ActiveRequest {
  readonly id: string;
  readonly sessionId: string;
  readonly channel: string;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly phase: Phase;
  readonly phaseDetail: PhaseDetail;
  /** When the phase began. */
  readonly phaseSince: number;
  /** How long it has lasted: right even if the wall clock jumped. */
  readonly phaseMs: number;
  /** Time spent queued so far. */
  readonly queuedMs: number;
  readonly outputTokens: number;
  readonly client?: string;
  readonly agent?: string;
  readonly provider?: string;
  readonly model?: string;
  readonly node?: string;
}

export type OutcomeStatus = "ok" | "failed" | "cancelled" | "interrupted";

/** How a request ended: "ok" unless told; a client's own cancel is not a failure. */
export type RequestOutcome =
  | OutcomeStatus
  | (RequestFacts & {
      readonly status: OutcomeStatus;
      /** Kind of error of a failed one, such as "timeout". */
      readonly errorKind?: string | undefined;
    });
