import type { Fact } from "../../../apps/gateway/src/recorder/index.ts";
import { acceptedRequest } from "../history/accepted-request.ts";
import { clients, failures, models } from "../history/cast.ts";
import { Random } from "../history/random.ts";
import type { SessionPart } from "../history/sessions-pool.ts";
import { StatedRequest } from "./stated-request.ts";

export interface StatedTrafficOptions {
  readonly seed: number;
  /** Requests in flight, held at that: one that ends is followed by another. */
  readonly inFlight: number;
  /** Of them, so many end in a second. */
  readonly endsPerSecond: number;
  /** Events that an operator may read. */
  readonly eventsPerSecond: number;
  readonly state: (fact: Fact) => void;
}

const sessions = 400;
const gapMs = { least: 40, most: 120 } as const;
/** Of a request's time: the most that it waits in its lane, and for its first token. */
const shares = { queued: 0.2, waiting: 0.1 } as const;
const failed = 0.02;
const msPerSecond = 1_000;
const says = [
  ["info", "session", "a conversation was trimmed by whole turns"],
  ["info", "channel.openai", "accepted for its lane"],
  ["info", "model.openai", "sent to the model"],
  ["warn", "model.anthropic", "the first token came late"],
  ["warn", "lane", "waits for a slot"],
  ["error", "tool.search_docs", "no answer in 10 s, cancelled"],
] as const;

/** Traffic that a clock drives, told as the runtime tells it: the same seed and times make the same. */
export class StatedTraffic {
  readonly #options: StatedTrafficOptions;
  readonly #random: Random;
  readonly #sessions: readonly SessionPart[];
  readonly #active = new Set<StatedRequest>();
  #startedAt: number | null = null;
  #events = 0;

  constructor(options: StatedTrafficOptions) {
    this.#options = options;
    const random = new Random(options.seed);
    this.#random = random;
    this.#sessions = Array.from({ length: sessions }, (_, n) => ({
      sessionId: `talk-${n}`,
      oneShot: false,
      busyUntil: 0,
      ...random.pickBusy(clients),
    }));
  }

  /** States what happened until `now`, epoch milliseconds. */
  advance(now: number): void {
    const isFirst = this.#startedAt === null;
    this.#startedAt ??= now;
    for (const request of this.#active) {
      request.advance(now);
      if (request.hasEnded) this.#active.delete(request);
    }
    const { inFlight, eventsPerSecond } = this.#options;
    while (this.#active.size < inFlight) this.#accept(now, isFirst);
    const due = ((now - this.#startedAt) / msPerSecond) * eventsPerSecond;
    for (; this.#events < due; this.#events += 1) this.#say();
  }

  /** The first ones are met in the middle of what they do, so that they don't all end together. */
  #accept(at: number, isUnderWay: boolean): void {
    const random = this.#random;
    const { inFlight, endsPerSecond, state } = this.#options;
    const meanMs = (inFlight / endsPerSecond) * msPerSecond;
    const wholeMs = random.between(0.5, 1.5) * meanMs * (isUnderWay ? random.next() : 1);
    const runsAt = at + wholeMs * shares.queued * random.next();
    const part = random.pickBusy(models);
    const session = random.pick(this.#sessions);
    const request = new StatedRequest({
      request: acceptedRequest(random, { session, part, isAgents: false, question: "", at }),
      part,
      times: {
        runsAt,
        firstTokenAt: runsAt + wholeMs * shares.waiting * random.next(),
        endsAt: at + wholeMs,
      },
      gapMs: random.between(gapMs.least, gapMs.most),
      failure: random.chance(failed) ? random.pick(failures) : null,
      state,
    });
    this.#active.add(request);
  }

  #say(): void {
    const random = this.#random;
    const [level, source, message] = random.pickBusy(says);
    const about = [...this.#active.values().take(1)][0]?.request;
    this.#options.state({
      type: "event",
      level,
      source,
      message: `${message} (${random.below(10_000)})`,
      ...(about !== undefined && { requestId: about.id, sessionId: about.sessionId }),
    });
  }
}
