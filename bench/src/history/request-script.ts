import type { AcceptedRequest, Fact } from "../../../apps/gateway/src/recorder/index.ts";
import { acceptedRequest } from "./accepted-request.ts";
import { answeredEnd, answerFigures, failedEnd } from "./attempt-ends.ts";
import { failures, models, tools, type FailurePart, type ModelPart } from "./cast.ts";
import { eventOf, type EventPart } from "./event-words.ts";
import type { Random } from "./random.ts";
import { failureText, messageText } from "./said-texts.ts";
import type { SessionPart } from "./sessions-pool.ts";
import type { Vocabulary } from "./vocabulary.ts";

export interface TimedFact {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly fact: Fact;
}

const shares = {
  failed: 0.02,
  cancelled: 0.01,
  retried: 0.015,
  waitsForSlot: 0.05,
  toolFailed: 0.01,
  anotherCall: 0.76,
} as const;
const mostCalls = 12;
const toolsEach = 1.4;
/** Words of an answer that calls tools, of one that was cut off, and, more or less, of a whole one. */
const toolWords = 12;
const cutWords = 30;
const wholeWords = 60;
/** Failures of these kinds are met before any model is called. */
const ownKinds: ReadonlySet<string> = new Set(["budget", "internal"]);
/** These are tried once more first. */
const passingKinds: ReadonlySet<string> = new Set(["rate_limit", "upstream_5xx", "network"]);
const passing = failures.filter(({ kind }) => passingKinds.has(kind));

/** One request from its acceptance to its end, as the runtime would state it. */
export class RequestScript {
  readonly facts: TimedFact[] = [];
  readonly #random: Random;
  readonly #words: Vocabulary;
  readonly #request: AcceptedRequest;
  readonly #part: ModelPart;
  /** When the last thing so far happened. */
  #at: number;
  #toolCalls = 0;

  constructor(random: Random, words: Vocabulary, session: SessionPart, at: number) {
    this.#random = random;
    this.#words = words;
    this.#at = at;
    const part = random.pickBusy(models);
    const question = messageText(random, words);
    const isAgents = random.chance(0.5);
    this.#part = part;
    this.#request = acceptedRequest(random, { session, part, isAgents, question, at });
    this.#queue(session, question);
    const failure = random.chance(shares.failed) ? random.pick(failures) : null;
    const isCancelled = failure === null && random.chance(shares.cancelled);
    if (failure === null || !ownKinds.has(failure.kind)) {
      this.#callModels(isAgents ? this.#callCount() : 1, failure, isCancelled);
    }
    this.#end(failure, isCancelled);
    session.busyUntil = this.#at;
  }

  #queue(session: SessionPart, question: string): void {
    const requestId = this.#request.id;
    this.#say({ type: "request.queued", request: this.#request });
    this.#event("accepted");
    if (this.#random.chance(shares.waitsForSlot)) {
      this.#pass(5);
      this.#say({ type: "request.phase", requestId, phase: "queued", detail: "slot" });
      this.#pass(this.#random.around(400, 1));
    }
    this.#at = Math.max(this.#at + this.#random.around(0.4, 0.5), session.busyUntil);
    this.#say({ type: "request.started", requestId });
    this.#message("user", question);
  }

  #callCount(): number {
    let calls = 1;
    while (calls < mostCalls && this.#random.chance(shares.anotherCall)) calls += 1;
    return calls;
  }

  #callModels(calls: number, failure: FailurePart | null, isCancelled: boolean): void {
    for (let call = 1; call < calls; call += 1) {
      const attempt = this.#retried(call) ? 2 : 1;
      this.#answer(call, attempt, this.#words.text(this.#random, toolWords), toolWords);
      for (let n = this.#toolCount(); n > 0; n -= 1) this.#tool();
    }
    if (failure !== null) this.#failing(calls, failure);
    else if (isCancelled) {
      this.#answer(calls, 1, this.#words.text(this.#random, cutWords), cutWords, true);
    } else {
      const text = messageText(this.#random, this.#words);
      this.#answer(calls, 1, text, wholeWords);
      this.#message("assistant", text);
    }
  }

  #toolCount(): number {
    return Math.floor(toolsEach) + Number(this.#random.chance(toolsEach % 1));
  }

  /** Whether an attempt was made that failed and did not fail its call. */
  #retried(call: number): boolean {
    if (!this.#random.chance(shares.retried)) return false;
    this.#fail(call, 1, this.#random.pick(passing), false);
    this.#backOff(call, 1);
    return true;
  }

  #failing(call: number, failure: FailurePart): void {
    const isPassing = passingKinds.has(failure.kind);
    this.#fail(call, 1, failure, !isPassing);
    if (!isPassing) return;
    this.#backOff(call, 1);
    this.#fail(call, 2, failure, true);
  }

  #backOff(modelCall: number, attempt: number): void {
    const requestId = this.#request.id;
    const { provider, model } = this.#part;
    const waitMs = this.#random.around(600, 0.5);
    const spanId = `${this.#spanOf(modelCall, attempt)}.backoff`;
    const wait = { requestId, spanId, provider, model, modelCall, attempt, waitMs } as const;
    this.#say({ type: "attempt.backoff", ...wait, retryAfterMs: null });
    this.#event("retried");
    this.#pass(waitMs);
  }

  #spanOf(modelCall: number, attempt: number): string {
    return `${this.#request.id}.${modelCall}.${attempt}`;
  }

  #fail(call: number, attempt: number, failure: FailurePart, final: boolean): void {
    const spanId = this.#start(call, attempt, 0, "");
    const latencyMs = this.#random.around(700, 0.9);
    this.#pass(latencyMs);
    const end = failedEnd(failure, this.#failure(failure.message), latencyMs);
    this.#say({ type: "attempt.ended", requestId: this.#request.id, spanId, end, final });
  }

  #answer(call: number, attempt: number, text: string, words: number, isCancelled = false): void {
    const requestId = this.#request.id;
    const figures = answerFigures(this.#random, this.#part, words);
    const { outputTokens, ttftMs, gapMs } = figures;
    const spanId = this.#start(call, attempt, outputTokens, text);
    this.#pass(ttftMs);
    this.#say({ type: "attempt.firstToken", requestId, spanId });
    this.#pass(gapMs * outputTokens);
    const end = answeredEnd(figures, this.#part, isCancelled);
    this.#say({ type: "attempt.ended", requestId, spanId, end, final: true });
  }

  #start(modelCall: number, attempt: number, outputTokens: number, text: string): string {
    this.#pass(this.#random.between(0.3, 3));
    const requestId = this.#request.id;
    const spanId = this.#spanOf(modelCall, attempt);
    const { provider, model } = this.#part;
    const progress = { outputTokens, lastTokenMono: null, text: () => text };
    const began = { requestId, spanId, provider, model, modelCall, attempt, progress } as const;
    this.#event("called");
    this.#say({ type: "attempt.started", ...began });
    return spanId;
  }

  #tool(): void {
    this.#toolCalls += 1;
    const random = this.#random;
    const requestId = this.#request.id;
    const spanId = `${requestId}.t${this.#toolCalls}`;
    const tool = random.pickBusy(tools);
    const input = JSON.stringify({ query: this.#words.text(random, 4), limit: random.below(50) });
    this.#say({ type: "tool.started", requestId, spanId, tool, input });
    this.#pass(random.around(250, 1));
    const hasFailed = random.chance(shares.toolFailed);
    const output = hasFailed ? "" : this.#words.text(random, toolWords);
    this.#say({
      type: "tool.ended",
      requestId,
      spanId,
      status: hasFailed ? "failed" : "ok",
      output,
      outputBytes: output.length,
      errorMessage: hasFailed ? this.#failure(`${tool} answered # to request @.`) : null,
    });
  }

  #end(failure: FailurePart | null, isCancelled: boolean): void {
    this.#pass(this.#random.between(0.2, 2));
    if (this.#request.agent !== null) this.#event("answered");
    this.#say({
      type: "request.ended",
      requestId: this.#request.id,
      outcome: failure === null ? (isCancelled ? "cancelled" : "ok") : "failed",
      errorKind: failure?.kind ?? (isCancelled ? "cancelled" : null),
      message: failure === null ? null : this.#failure(failure.message),
    });
  }

  #message(role: "user" | "assistant", text: string): void {
    const messages = [{ role, text }] as const;
    this.#say({ type: "request.messages", requestId: this.#request.id, messages });
  }

  #failure(message: string): string {
    return failureText(message, this.#random, this.#words);
  }

  #event(part: EventPart): void {
    this.#say(eventOf(part, this.#request, this.#random, this.#words));
  }

  #pass(ms: number): void {
    this.#at += ms;
  }

  #say(fact: Fact): void {
    this.facts.push({ at: this.#at, fact });
  }
}
