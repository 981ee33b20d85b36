import { clients } from "./cast.ts";
import type { Random } from "./random.ts";

/** A conversation, or a request that named none: who sends it, and until when its lane is taken. */
export interface SessionPart {
  readonly sessionId: string;
  readonly client: string;
  readonly clientId: string;
  readonly oneShot: boolean;
  busyUntil: number;
}

const requestsEach = 50;
/** Open at a time for each request a minute, and at most. */
const openEach = 6.5;
const most = 5_000;

/** The conversations that go on at a time: each ends after some fifty requests, and another takes its place. */
export class SessionsPool {
  readonly #random: Random;
  readonly #open: SessionPart[] = [];

  constructor(random: Random, requestsPerMinute: number) {
    this.#random = random;
    const size = Math.max(20, Math.round(Math.min(most, openEach * requestsPerMinute)));
    for (let n = 0; n < size; n += 1) this.#open.push(this.#create(false));
  }

  /** One whose lane is free, or nearly so. */
  next(at: number): SessionPart {
    const place = this.#random.below(this.#open.length);
    if (this.#random.chance(1 / requestsEach)) this.#open[place] = this.#create(false);
    const found = this.#open[place];
    return found === undefined || found.busyUntil > at + 20_000 ? this.oneShot() : found;
  }

  oneShot(): SessionPart {
    return this.#create(true);
  }

  #create(oneShot: boolean): SessionPart {
    const sessionId = `talk-${this.#random.bits().toString(36)}`;
    return { sessionId, oneShot, busyUntil: 0, ...this.#random.pickBusy(clients) };
  }
}
