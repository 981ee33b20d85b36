import { amount, epochMs } from "../intake/amount.ts";
import type { Tally } from "../intake/tally.ts";
import { name } from "../intake/text.ts";
import type { ActiveRequest, Phase, RequestFacts, RequestStart } from "./active-request.ts";

const FACTS = ["client", "agent", "provider", "model", "node"] as const;

export type KnownFacts = Partial<Record<(typeof FACTS)[number], string>>;

/** One request while it is in flight. `mono` is always the monotonic clock, ms. */
export class ActiveEntry {
  readonly id: string;
  readonly sessionId: string;
  readonly channel: string;
  readonly startedAt: number;
  readonly facts: KnownFacts = {};
  readonly #tally: Tally;
  readonly #progress: RequestStart["progress"];
  readonly #startedMono: number;
  #phase: Phase = "queued";
  #detail = "lane";
  #phaseSince: number;
  #phaseMono: number;
  #queuedMs = 0;

  constructor(id: string, start: RequestStart, now: number, mono: number, tally: Tally) {
    this.#tally = tally;
    this.id = id;
    this.sessionId = name(start.sessionId, tally) ?? "";
    this.channel = name(start.channel, tally) ?? "";
    this.startedAt = Math.min(now, epochMs(start.startedAt, now, tally));
    this.#progress = start.progress;
    this.#startedMono = mono - (now - this.startedAt);
    this.#phaseSince = this.startedAt;
    this.#phaseMono = this.#startedMono;
    this.learn(start);
    if (start.phase !== undefined) this.#enter(start.phase, start.phaseDetail);
    else if (start.phaseDetail !== undefined) this.#enter("queued", start.phaseDetail);
  }

  /** Takes over what is told of it; what isn't stays. */
  learn(facts: RequestFacts): void {
    for (const key of FACTS) {
      const value = name(facts[key], this.#tally);
      if (value !== undefined) this.facts[key] = value;
    }
  }

  setPhase(phase: unknown, detail: unknown, now: number, mono: number): void {
    if (this.#phase === "queued") this.#queuedMs += Math.max(0, mono - this.#phaseMono);
    this.#phaseSince = now;
    this.#phaseMono = mono;
    this.#enter(phase, detail);
  }

  durationMs(mono: number): number {
    return Math.max(0, mono - this.#startedMono);
  }

  queuedMs(mono: number): number {
    const open = this.#phase === "queued" ? Math.max(0, mono - this.#phaseMono) : 0;
    return this.#queuedMs + open;
  }

  read(mono: number): ActiveRequest {
    return {
      id: this.id,
      sessionId: this.sessionId,
      channel: this.channel,
      startedAt: this.startedAt,
      durationMs: this.durationMs(mono),
      phase: this.#phase,
      phaseDetail: this.#detail,
      phaseSince: this.#phaseSince,
      phaseMs: Math.max(0, mono - this.#phaseMono),
      queuedMs: this.queuedMs(mono),
      outputTokens: this.#outputTokens(),
      ...this.facts,
    };
  }

  #enter(phase: unknown, detail: unknown): void {
    if (phase === "queued" || phase === "model" || phase === "tool") this.#phase = phase;
    else this.#tally.rejected += 1;
    this.#detail = name(detail, this.#tally) ?? DEFAULT_DETAIL[this.#phase];
  }

  #outputTokens(): number {
    if (this.#progress === undefined || this.#progress === null) return 0;
    return amount(this.#progress.outputTokens, this.#tally);
  }
}

const DEFAULT_DETAIL = { queued: "lane", model: "waiting", tool: "" } as const;
