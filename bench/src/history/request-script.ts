import { newRequestId } from "../../../apps/gateway/src/requests/index.ts";
import type {
  AcceptedRequest,
  AttemptEnd,
  Fact,
} from "../../../apps/gateway/src/recorder/index.ts";
import {
  agentChannels,
  agents,
  failures,
  models,
  plainChannels,
  tools,
  type FailurePart,
  type ModelPart,
} from "./cast.ts";
import { eventOf, type EventPart } from "./event-words.ts";
import type { Random } from "./random.ts";
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
  withOrderNumber: 0.1,
  withBody: 0.1,
  toolFailed: 0.01,
} as const;
const mostCalls = 12;
const toolsEach = 1.4;
/** Failures of these kinds are met before any model is called. */
const ownKinds: ReadonlySet<string> = new Set(["budget", "internal"]);
/** These are tried once more first. */
const passingKinds: ReadonlySet<string> = new Set(["rate_limit", "upstream_5xx", "network"]);

/** One request from its acceptance to its end, as the runtime would state it. */
export class RequestScript {
  readonly facts: TimedFact[] = [];
  readonly #random: Random;
  readonly #words: Vocabulary;
  readonly #request: AcceptedRequest;
  readonly #part: ModelPart;
  readonly #question: string;
  /** When the last thing so far happened. */
  #at: number;
  #toolCalls = 0;

  constructor(random: Random, words: Vocabulary, session: SessionPart, at: number) {
    this.#random = random;
    this.#words = words;
    this.#at = at;
    this.#part = random.pickBusy(models);
    this.#question = this.#text();
    const isAgents = random.chance(0.5);
    this.#request = this.#accepted(session, isAgents);
    this.#queue(session);
    const failure = random.chance(shares.failed) ? random.pick(failures) : null;
    const isCancelled = failure === null && random.chance(shares.cancelled);
    if (failure === null || !ownKinds.has(failure.kind)) {
      this.#callModels(isAgents ? this.#callCount() : 1, failure, isCancelled);
    }
    this.#end(failure, isCancelled);
    session.busyUntil = this.#at;
  }

  #accepted(session: SessionPart, isAgents: boolean): AcceptedRequest {
    const { sessionId, oneShot, client, clientId } = session;
    const random = this.#random;
    const channel = random.pick(isAgents ? agentChannels : plainChannels);
    const id = newRequestId(Math.floor(this.#at), (size) => bytesOf(random, size));
    const { provider, model } = this.#part;
    const lane = oneShot ? `${channel}:${clientId}:${id}` : `${channel}:${clientId}:${sessionId}`;
    return {
      id,
      sessionId: oneShot ? id : sessionId,
      lane,
      laneLabel: `${channel} · ${oneShot ? client : sessionId}`,
      oneShot,
      channel,
      client,
      clientId,
      agent: isAgents ? random.pickBusy(agents) : null,
      provider,
      model,
      practice: false,
      route: isAgents
        ? "/trpc/agent.send"
        : `/v1/${channel === "openai" ? "chat/completions" : "messages"}`,
      body: !isAgents && random.chance(shares.withBody) ? this.#body() : null,
    };
  }

  #body(): string {
    const { provider, model } = this.#part;
    const messages = [{ role: "user", content: this.#question }];
    return JSON.stringify({ model: `${provider}/${model}`, messages, stream: true });
  }

  #queue(session: SessionPart): void {
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
    this.#messages("user", this.#question);
  }

  #callCount(): number {
    let calls = 1;
    while (calls < mostCalls && this.#random.chance(0.76)) calls += 1;
    return calls;
  }

  #callModels(calls: number, failure: FailurePart | null, isCancelled: boolean): void {
    for (let call = 1; call < calls; call += 1) {
      this.#attempt(call, this.#retried(call) ? 2 : 1, null, 12);
      for (let n = this.#toolCount(); n > 0; n -= 1) this.#tool();
    }
    if (failure !== null) this.#failing(calls, failure);
    else if (isCancelled) this.#attempt(calls, 1, cancelled, 30);
    else this.#attempt(calls, 1, null, 60);
  }

  #toolCount(): number {
    return Math.floor(toolsEach) + Number(this.#random.chance(toolsEach % 1));
  }

  /** Whether an attempt was made that failed and did not fail its call. */
  #retried(call: number): boolean {
    if (!this.#random.chance(shares.retried)) return false;
    const failure = this.#random.pick(failures.filter(({ kind }) => passingKinds.has(kind)));
    this.#failedAttempt(call, 1, failure, false);
    this.#backOff(call, 1);
    return true;
  }

  #failing(call: number, failure: FailurePart): void {
    if (passingKinds.has(failure.kind)) {
      this.#failedAttempt(call, 1, failure, false);
      this.#backOff(call, 1);
      this.#failedAttempt(call, 2, failure, true);
    } else {
      this.#failedAttempt(call, 1, failure, true);
    }
  }

  #backOff(modelCall: number, attempt: number): void {
    const { provider, model } = this.#part;
    const waitMs = this.#random.around(600, 0.5);
    const spanId = `${this.#spanOf(modelCall, attempt)}.backoff`;
    const requestId = this.#request.id;
    this.#say({
      type: "attempt.backoff",
      requestId,
      spanId,
      provider,
      model,
      modelCall,
      attempt,
      waitMs,
      retryAfterMs: null,
    });
    this.#event("retried");
    this.#pass(waitMs);
  }

  #spanOf(modelCall: number, attempt: number): string {
    return `${this.#request.id}.${modelCall}.${attempt}`;
  }

  #failedAttempt(call: number, attempt: number, failure: FailurePart, final: boolean): void {
    const spanId = this.#start(call, attempt, () => 0, "");
    const latencyMs = this.#random.around(700, 0.9);
    this.#pass(latencyMs);
    const { kind, message, httpStatus } = failure;
    const end: AttemptEnd = {
      ...nothing,
      errorKind: kind,
      errorMessage: this.#filled(message),
      httpStatus,
      latencyMs,
    };
    this.#say({ type: "attempt.ended", requestId: this.#request.id, spanId, end, final });
  }

  /** One that answers, or whose client did not wait for all of it. */
  #attempt(call: number, attempt: number, stopped: typeof cancelled | null, words: number): void {
    const random = this.#random;
    const text = words > 40 ? this.#text() : this.#words.text(random, words);
    const outputTokens = Math.ceil(random.around(words * 2, 0.7));
    const inputTokens = Math.ceil(random.around(900, 0.8));
    const ttftMs = random.around(this.#part.ttftMs, 0.45);
    const gapMs = random.around(this.#part.gapMs, 0.35);
    const requestId = this.#request.id;
    const spanId = this.#start(call, attempt, () => outputTokens, text);
    this.#pass(ttftMs);
    this.#say({ type: "attempt.firstToken", requestId, spanId });
    this.#pass(gapMs * outputTokens);
    const usage = {
      inputTokens,
      outputTokens,
      cachedTokens: null,
      reasoningTokens: null,
      source: "reported",
    } as const;
    const end: AttemptEnd = {
      ...nothing,
      ok: stopped === null,
      httpStatus: 200,
      latencyMs: ttftMs + gapMs * outputTokens,
      ttftMs,
      gapMs,
      tokensPerSec: 1_000 / gapMs,
      usage,
      costUsd: ((inputTokens + 4 * outputTokens) * this.#part.usdPerMTok) / 1e6,
      finishReason: "stop",
      ...stopped,
    };
    this.#say({ type: "attempt.ended", requestId, spanId, end, final: true });
    if (stopped === null && words > 40) this.#messages("assistant", text);
  }

  #start(modelCall: number, attempt: number, tokens: () => number, text: string): string {
    this.#pass(this.#random.between(0.3, 3));
    const spanId = this.#spanOf(modelCall, attempt);
    const { provider, model } = this.#part;
    const progress = { outputTokens: tokens(), text: () => text };
    this.#event("called");
    this.#say({
      type: "attempt.started",
      requestId: this.#request.id,
      spanId,
      provider,
      model,
      modelCall,
      attempt,
      progress,
    });
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
    const output = hasFailed ? "" : this.#words.text(random, 12);
    this.#say({
      type: "tool.ended",
      requestId,
      spanId,
      status: hasFailed ? "failed" : "ok",
      output,
      outputBytes: output.length,
      errorMessage: hasFailed ? this.#filled(`${tool} answered # to request @.`) : null,
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
      message: failure === null ? null : this.#filled(failure.message),
    });
  }

  #messages(role: "user" | "assistant", text: string): void {
    this.#say({
      type: "request.messages",
      requestId: this.#request.id,
      messages: [{ role, text }],
    });
  }

  /** Some name a number that nobody else does. */
  #text(): string {
    const random = this.#random;
    const text = this.#words.text(random, 40 + random.below(41));
    return random.chance(shares.withOrderNumber) ? `${text} Order ${this.#number()}.` : text;
  }

  #number(): string {
    return `so${this.#random.below(1e8).toString().padStart(8, "0")}`;
  }

  #filled(message: string): string {
    return message
      .replaceAll("#", () => String(this.#random.below(100_000)))
      .replaceAll("@", () => `"${this.#words.word(this.#random)}"`);
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

function bytesOf(random: Random, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  for (let at = 0; at < size; at += 4) bytes.writeUInt32LE(random.bits(), at);
  return bytes;
}

const cancelled = {
  errorKind: "cancelled",
  errorMessage: "The client went away.",
  finishReason: null,
} as const;

const nothing: AttemptEnd = {
  ok: false,
  errorKind: null,
  errorMessage: null,
  httpStatus: null,
  sent: true,
  retryAfterMs: null,
  latencyMs: 0,
  ttftMs: null,
  gapMs: null,
  tokensPerSec: 0,
  usage: {
    inputTokens: null,
    outputTokens: null,
    cachedTokens: null,
    reasoningTokens: null,
    source: "unknown",
  },
  costUsd: null,
  finishReason: null,
};
