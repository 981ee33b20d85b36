import { models } from "./cast.ts";
import { shareOfDay } from "./day-rhythm.ts";
import { Random } from "./random.ts";
import { RequestScript, type TimedFact } from "./request-script.ts";
import { ScriptHeap } from "./script-heap.ts";
import { SessionsPool } from "./sessions-pool.ts";
import { Vocabulary } from "./vocabulary.ts";

const msPerMinute = 60_000;

export interface TrafficOptions {
  readonly seed: number;
  /** Epoch milliseconds: requests are accepted from then to then. */
  readonly from: number;
  readonly to: number;
  readonly requests: number;
  /** Busier by day than by night. */
  readonly hasRhythm: boolean;
}

interface Running {
  at: number;
  next: number;
  readonly facts: readonly TimedFact[];
}

/** The same seed says the same words. */
export function vocabularyOf(seed: number): Vocabulary {
  return new Vocabulary(new Random(seed ^ 0x5bd1));
}

/** What the runtime states while requests come and go, in the order of time. */
export function* traffic(options: TrafficOptions): Generator<TimedFact> {
  const running = new ScriptHeap<Running>();
  const add = (facts: readonly TimedFact[]): void => {
    const [first] = facts;
    if (first !== undefined) running.push({ at: first.at, next: 0, facts });
  };
  for (const script of scripts(options)) {
    const begins = script[0]?.at ?? 0;
    yield* until(begins, running);
    add(script);
  }
  yield* until(Infinity, running);
}

function* until(end: number, running: ScriptHeap<Running>): Generator<TimedFact> {
  for (let first = running.first; first !== undefined && first.at < end; first = running.first) {
    const fact = first.facts[first.next];
    if (fact !== undefined) yield fact;
    running.pop();
    first.next += 1;
    const following = first.facts[first.next];
    if (following === undefined) continue;
    first.at = following.at;
    running.push(first);
  }
}

function* scripts({
  seed,
  from,
  to,
  requests,
  hasRhythm,
}: TrafficOptions): Generator<readonly TimedFact[]> {
  const random = new Random(seed);
  const words = vocabularyOf(seed);
  const minutes = Math.ceil((to - from) / msPerMinute);
  const sessions = new SessionsPool(random, (requests * msPerMinute) / (to - from));
  const lengths = Array.from({ length: minutes }, (_, minute) =>
    Math.min(msPerMinute, to - from - minute * msPerMinute),
  );
  const shares = lengths.map(
    (length, minute) => length * (hasRhythm ? shareOfDay(from + minute * msPerMinute) : 1),
  );
  const total = shares.reduce((a, b) => a + b, 0);
  let due = 0;
  for (const [minute, share] of shares.entries()) {
    const start = from + minute * msPerMinute;
    due += (requests * share) / total;
    const whole = Math.floor(due + 1e-9);
    due -= whole;
    const length = lengths[minute] ?? 0;
    const starts = Array.from({ length: whole }, () => start + random.next() * length);
    yield* notices(random, start);
    for (const at of starts.toSorted((a, b) => a - b)) {
      const session = random.chance(0.5) ? sessions.next(at) : sessions.oneShot();
      yield new RequestScript(random, words, session, at).facts;
    }
  }
}

const breakersPerMinute = 0.02;
const pausesPerMinute = 0.004;
const configsPerMinute = 0.001;

/** What happens to the gateway itself in a minute, now and then. */
function* notices(random: Random, at: number): Generator<readonly TimedFact[]> {
  if (random.chance(breakersPerMinute)) {
    const { provider, model } = random.pick(models);
    const breaker = { type: "breaker.changed", provider, model, until: null } as const;
    yield [
      { at, fact: { ...breaker, state: "open", reason: "5 calls failed in a row" } },
      { at: at + 40_000, fact: { ...breaker, state: "half-open", reason: null } },
      { at: at + 43_000, fact: { ...breaker, state: "closed", reason: null } },
    ];
  }
  if (random.chance(pausesPerMinute)) {
    const lane = {
      type: "lane.changed",
      lane: "*",
      label: "All lanes",
      until: null,
      reason: null,
      by: "ops",
      cancelled: 0,
    } as const;
    yield [
      { at, fact: { ...lane, change: "paused" } },
      { at: at + 20_000, fact: { ...lane, change: "resumed" } },
    ];
  }
  if (random.chance(configsPerMinute)) {
    const revision = random.bits().toString(16);
    yield [{ at, fact: { type: "config.changed", revision, summary: "agents changed support" } }];
  }
}
