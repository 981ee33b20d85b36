import type {
  AcceptedRequest,
  AttemptProgress,
  Fact,
} from "../../../apps/gateway/src/recorder/index.ts";
import { answeredEnd, failedEnd } from "../history/attempt-ends.ts";
import type { FailurePart, ModelPart } from "../history/cast.ts";

/** When a simulated request does what, epoch milliseconds. */
export interface RequestTimes {
  readonly runsAt: number;
  readonly firstTokenAt: number;
  readonly endsAt: number;
}

export interface StatedRequestOptions {
  readonly request: AcceptedRequest;
  readonly part: ModelPart;
  readonly times: RequestTimes;
  readonly gapMs: number;
  /** What its model call ends with instead of a first token; null where it answers. */
  readonly failure: FailurePart | null;
  readonly state: (fact: Fact) => void;
}

type Phase = "queued" | "waiting" | "streaming" | "ended";

/** One request, stated as time passes: accepted when it is made, and its tokens counted while it streams. */
export class StatedRequest {
  readonly #options: StatedRequestOptions;
  readonly #progress: AttemptProgress = { outputTokens: 0, lastTokenMono: null, text: () => "" };
  #phase: Phase = "queued";

  constructor(options: StatedRequestOptions) {
    this.#options = options;
    options.state({ type: "request.queued", request: options.request });
  }

  get request(): AcceptedRequest {
    return this.#options.request;
  }

  get hasEnded(): boolean {
    return this.#phase === "ended";
  }

  /** States what it has done by `now`. */
  advance(now: number): void {
    const { times, failure, gapMs } = this.#options;
    if (this.#phase === "queued" && now >= times.runsAt) this.#run();
    if (this.#phase === "waiting" && now >= times.firstTokenAt) {
      if (failure === null) this.#begin();
      else this.#fail(failure);
    }
    if (this.#phase !== "streaming") return;
    const until = Math.min(now, times.endsAt);
    this.#progress.outputTokens = 1 + Math.floor((until - times.firstTokenAt) / gapMs);
    if (now >= times.endsAt) this.#end();
  }

  #run(): void {
    const { request, part, state } = this.#options;
    const { provider, model } = part;
    const attempt = { modelCall: 1, attempt: 1, progress: this.#progress };
    state({ type: "request.started", requestId: request.id });
    state({ type: "attempt.started", ...this.#span(), provider, model, ...attempt });
    this.#phase = "waiting";
  }

  #begin(): void {
    this.#options.state({ type: "attempt.firstToken", ...this.#span() });
    this.#phase = "streaming";
  }

  #fail(failure: FailurePart): void {
    const { request, times, state } = this.#options;
    const { kind: errorKind, message } = failure;
    const end = failedEnd(failure, message, times.firstTokenAt - times.runsAt);
    state({ type: "attempt.ended", ...this.#span(), end, final: true });
    state({
      type: "request.ended",
      requestId: request.id,
      outcome: "failed",
      errorKind,
      message,
    });
    this.#phase = "ended";
  }

  #end(): void {
    const { request, part, times, gapMs, state } = this.#options;
    const figures = {
      inputTokens: 900,
      outputTokens: this.#progress.outputTokens,
      ttftMs: times.firstTokenAt - times.runsAt,
      gapMs,
    };
    const end = answeredEnd(figures, part, false);
    state({ type: "attempt.ended", ...this.#span(), end, final: true });
    state({
      type: "request.ended",
      requestId: request.id,
      outcome: "ok",
      errorKind: null,
      message: null,
    });
    this.#phase = "ended";
  }

  #span() {
    const { id } = this.#options.request;
    return { requestId: id, spanId: `${id}.1.1` } as const;
  }
}
