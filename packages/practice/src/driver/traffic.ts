import OpenAI from "openai";
import { Random } from "../random.ts";
import type { TrafficMix, WeightedModel } from "./call-plan.ts";
import { DEFAULT_MIX, planCall } from "./call-plan.ts";
import type { CallResult } from "./caller.ts";
import { Caller } from "./caller.ts";

/** The traffic to make. */
export interface TrafficOptions {
  /** Where to, `/v1` included. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The same seed plans the same calls at the same times. */
  readonly seed: number;
  /** Mean of the arrivals, whatever becomes of them. */
  readonly ratePerSecond: number;
  /** How many sessions take turns; 0 for one-shot calls alone. */
  readonly sessions: number;
  readonly models: readonly WeightedModel[];
  readonly mix?: Partial<TrafficMix>;
  /** Calls under way at most; further arrivals are skipped and counted. 256 unless told. */
  readonly maxOutstanding?: number;
  /** Ends the traffic, as `stop` does. */
  readonly signal?: AbortSignal;
  /** Called once per call. What it throws is counted and goes no further. */
  readonly onResult?: (result: CallResult) => void;
  /** Epoch milliseconds, for what a client's own clock tool says. */
  readonly clock?: () => number;
}

/** Counts since the start. */
export interface TrafficStats {
  readonly arrivals: number;
  /** Arrivals that found too many calls under way. */
  readonly skipped: number;
  readonly outstanding: number;
  readonly ok: number;
  readonly failed: number;
  readonly hungUp: number;
  /** Calls under way when the traffic ended. */
  readonly stopped: number;
  /** Results that `onResult` threw on. */
  readonly lost: number;
}

/** Traffic under way. */
export interface Traffic extends AsyncDisposable {
  stats(): TrafficStats;
  /** No more arrivals; calls under way are aborted and awaited. May be called again. */
  stop(): Promise<void>;
}

const MAX_OUTSTANDING = 256;

/**
 * Starts open-loop Poisson traffic: arrivals do not wait for answers, as people do not either.
 * Throws a RangeError for a rate that is not above 0, or where no model has a weight above 0.
 */
export function startTraffic(options: TrafficOptions): Traffic {
  const { baseUrl, apiKey, seed, ratePerSecond, sessions, models, onResult } = options;
  const { maxOutstanding = MAX_OUTSTANDING, clock = Date.now } = options;
  if (!(ratePerSecond > 0)) throw new RangeError("Traffic needs a rate above 0.");
  if (!models.some(({ weight }) => weight > 0)) {
    throw new RangeError("Traffic needs a model with a weight above 0.");
  }
  const mix = { ...DEFAULT_MIX, ...options.mix };
  const calls = new Random(seed, 1);
  const gaps = new Random(seed, 2);
  const sessionIds = Array.from({ length: sessions }, (_, index) => `practice-${seed}-${index}`);
  const client = new OpenAI({ baseURL: baseUrl, apiKey, maxRetries: 0, logLevel: "off" });
  const caller = new Caller(client, sessionIds, clock);
  const controller = new AbortController();
  const outstanding = new Set<Promise<void>>();
  const counts = { arrivals: 0, skipped: 0, ok: 0, failed: 0, hung_up: 0, stopped: 0, lost: 0 };
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Infinity;

  const make = async (plan: ReturnType<typeof planCall>) => {
    const result = await caller.call(plan, controller.signal);
    counts[result.outcome] += 1;
    try {
      onResult?.(result);
    } catch {
      counts.lost += 1;
    }
  };

  const arrive = () => {
    counts.arrivals += 1;
    const plan = planCall(calls, { models, sessions, mix });
    if (outstanding.size >= maxOutstanding) {
      counts.skipped += 1;
      return;
    }
    const made = make(plan).finally(() => outstanding.delete(made));
    outstanding.add(made);
  };

  const schedule = () => {
    timer = setTimeout(run, Math.max(dueAt - performance.now(), 0));
  };
  const nextGapMs = () => gaps.exponential(ratePerSecond / 1_000);
  /** All arrivals that are due: at high rates several come in one tick of a timer. */
  const run = () => {
    for (const now = performance.now(); dueAt <= now; dueAt += nextGapMs()) arrive();
    schedule();
  };

  const stop = async () => {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", end);
    controller.abort();
    await Promise.all(outstanding);
  };
  // The calls that this leaves are awaited by who calls `stop`.
  const end = () => void stop();
  if (options.signal?.aborted === true) end();
  else {
    options.signal?.addEventListener("abort", end, { once: true });
    dueAt = performance.now() + nextGapMs();
    schedule();
  }
  return {
    stats: () => {
      const { hung_up: hungUp, ...rest } = counts;
      return { ...rest, hungUp, outstanding: outstanding.size };
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
