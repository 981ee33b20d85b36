import type { LaneRow, RequestRow } from "@signalbox/api-contract";
import type { AttemptProgress } from "../src/recorder/index.ts";
import type { createHistoryBench } from "../src/history/testing/history-bench.ts";
import { agentSlots, owners, RecordedLanes } from "./recorded-lanes.ts";
import { seededRandom } from "./seeded-random.ts";

type Bench = Awaited<ReturnType<typeof createHistoryBench>>;

/** What is said live at a moment, as the system's ports say it. */
export interface LiveMoment {
  readonly t: number;
  readonly requests: readonly RequestRow[];
  readonly lanes: readonly LaneRow[];
  readonly metrics: {
    readonly messagesProcessed: number;
    readonly errors: number;
    readonly activeRequests: number;
    readonly modelCalls: { total: number; avgLatency: number; errorRate: number };
    readonly queueDepth: number;
    readonly oldestWaitMs: number;
    readonly overdue: number;
    readonly slotsUsed: number;
  };
}

interface Running {
  readonly id: string;
  stage: "queued" | "idle" | "attempt" | "backoff" | "held" | "tool";
  spanId: string;
  modelCall: number;
  attempt: number;
  spans: number;
  progress: { outputTokens: number } & AttemptProgress;
}

const lanes = ["k/a", "k/b", "k/c", "m/a", "m/b"] as const;
const models = [
  ["openai", "large"],
  ["openai", "small"],
  ["local", "swift-1"],
] as const;

/** A simulated clock: time passes when the run says so. */
export function simulatedClock(startedAt: number) {
  let now = startedAt;
  return {
    now: () => now,
    mono: () => now - startedAt,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

/** Plays requests of every kind of life by a seed, and notes what is said live at random moments. */
export async function playRun(
  bench: Bench,
  clock: ReturnType<typeof simulatedClock>,
  { seed, moments }: { readonly seed: number; readonly moments: number },
): Promise<LiveMoment[]> {
  const random = seededRandom(seed);
  const pick = <T>(from: readonly [T, ...T[]] | readonly T[], fallback: T): T =>
    from[Math.floor(random() * from.length)] ?? fallback;
  const queue = new RecordedLanes(bench, clock);
  const running = new Map<string, Running>();
  const taken: LiveMoment[] = [];
  let count = 0;
  let gaugesAt = clock.now();

  function accept(): void {
    const id = `r${(count += 1)}`;
    const isAgent = random() < 0.6;
    const oneShot = random() < 0.3;
    const owner = random() < 0.6 ? "k" : "m";
    const own = lanes.filter((key) => key.startsWith(owner));
    const lane = oneShot ? `${owner}/~${id}` : pick(own, "k/a");
    const [provider, model] = pick(models, models[0]);
    const agent = isAgent ? "support" : null;
    const sessionId = lane.slice(2);
    bench.state({
      type: "request.queued",
      request: {
        id,
        sessionId,
        lane,
        laneLabel: `trpc · ${sessionId}`,
        oneShot,
        agent,
        provider,
        model,
        channel: isAgent ? "trpc" : "openai",
        client: owners[owner],
        clientId: owner,
        practice: false,
        route: "/v1/chat/completions",
        body: null,
      },
    });
    const progress = { outputTokens: 0, lastTokenMono: null, text: () => "" };
    const one: Running = {
      id,
      progress,
      spanId: "",
      modelCall: 1,
      attempt: 0,
      spans: 0,
      stage: "queued",
    };
    running.set(id, one);
    const onTurn = (): void => {
      bench.state({ type: "request.started", requestId: id });
      one.stage = "idle";
      if (random() < 0.5) startAttempt(one);
    };
    queue.enter({ id, lane, owner, agent, provider, onTurn });
  }

  function end(one: Running): void {
    running.delete(one.id);
    const dice = random();
    const outcome = dice < 0.75 ? "ok" : dice < 0.9 ? "failed" : "cancelled";
    const errorKind =
      outcome === "ok"
        ? null
        : outcome === "failed"
          ? pick(["timeout", "tool"] as const, "tool")
          : "cancelled";
    const message = outcome === "failed" ? `It took ${Math.floor(random() * 99)} s.` : null;
    bench.state({ type: "request.ended", requestId: one.id, outcome, errorKind, message });
    queue.leave(one.id);
  }

  function startAttempt(one: Running): void {
    one.attempt += 1;
    one.spans += 1;
    one.spanId = `${one.id}.${one.modelCall}.${one.attempt}`;
    one.stage = "attempt";
    one.progress = { outputTokens: 0, lastTokenMono: null, text: () => "" };
    const [provider, model] = pick(models, models[0]);
    const { id: requestId, spanId, modelCall, attempt, progress } = one;
    bench.state({
      type: "attempt.started",
      requestId,
      spanId,
      provider,
      model,
      modelCall,
      attempt,
      progress,
    });
  }

  function endAttempt(one: Running): void {
    const ok = random() < 0.7;
    const final = ok || random() < 0.4;
    const streamed = one.progress.outputTokens;
    bench.state({
      type: "attempt.ended",
      requestId: one.id,
      spanId: one.spanId,
      final,
      end: {
        ok,
        errorKind: ok ? null : "upstream_5xx",
        errorMessage: ok ? null : "503",
        httpStatus: ok ? 200 : 503,
        sent: true,
        retryAfterMs: null,
        latencyMs: 10,
        ttftMs: null,
        gapMs: ok ? 5 : null,
        tokensPerSec: 30,
        usage: {
          inputTokens: ok ? 20 : null,
          outputTokens: streamed,
          cachedTokens: null,
          reasoningTokens: null,
          source: ok ? "reported" : "estimated",
        },
        costUsd: ok ? 0.001 : null,
        finishReason: ok ? "stop" : null,
      },
    });
    one.stage = "idle";
    if (final) {
      one.modelCall += 1;
      one.attempt = 0;
      return;
    }
    if (random() < 0.2) {
      bench.state({ type: "attempt.abandoned", requestId: one.id, modelCall: one.modelCall });
      one.modelCall += 1;
      one.attempt = 0;
      return;
    }
    one.stage = "backoff";
    const { provider, model } = { provider: "openai", model: "large" };
    bench.state({
      type: "attempt.backoff",
      requestId: one.id,
      spanId: `${one.spanId}.backoff`,
      provider,
      model,
      modelCall: one.modelCall,
      attempt: one.attempt,
      waitMs: 100,
      retryAfterMs: random() < 0.5 ? 1e3 : null,
    });
  }

  function advance(one: Running): void {
    const dice = random();
    if (one.stage === "queued") {
      if (dice < 0.05) end(one);
      return;
    }
    if (one.stage === "attempt") {
      if (one.progress.outputTokens === 0 && dice < 0.6) {
        one.progress.outputTokens = 3;
        bench.state({ type: "attempt.firstToken", requestId: one.id, spanId: one.spanId });
      } else if (dice < 0.7) one.progress.outputTokens += one.progress.outputTokens > 0 ? 5 : 0;
      else if (dice < 0.75) end(one);
      else endAttempt(one);
      return;
    }
    if (one.stage === "tool") {
      const status = dice < 0.8 ? "ok" : "failed";
      const errorMessage = status === "ok" ? null : "no such file";
      bench.state({
        type: "tool.ended",
        requestId: one.id,
        spanId: one.spanId,
        status,
        errorMessage,
        output: "4",
        outputBytes: 1,
      });
      one.stage = "idle";
      return;
    }
    if (one.stage === "idle" && dice < 0.15) return end(one);
    if (one.stage === "idle" && dice < 0.5) {
      one.spanId = `${one.id}.t${(one.spans += 1)}`;
      one.stage = "tool";
      bench.state({
        type: "tool.started",
        requestId: one.id,
        spanId: one.spanId,
        tool: "clock",
        input: "{}",
      });
      return;
    }
    if (one.stage === "idle" && dice < 0.6) {
      one.stage = "held";
      bench.state({
        type: "attempt.held",
        requestId: one.id,
        modelCall: one.modelCall,
        until: null,
        spanId: `${one.id}.${one.modelCall}.${one.attempt + 1}.held1`,
        waitsFor: "breaker",
        provider: "local",
        model: "swift-1",
      });
      return;
    }
    startAttempt(one);
  }

  function note(): Omit<LiveMoment, "lanes"> {
    const { log, collector } = bench;
    const requests = Array.from(log.active.values(), (record) => log.row(record));
    const { modelCalls, ...rest } = collector.getSnapshot();
    const { recentCalls: _, ...totals } = modelCalls;
    const waiting = requests.filter(({ state }) => state === "queued");
    return {
      t: clock.now(),
      requests,
      metrics: {
        messagesProcessed: rest.messagesProcessed,
        errors: rest.errors,
        activeRequests: rest.activeRequests,
        modelCalls: totals,
        queueDepth: waiting.length,
        oldestWaitMs: Math.max(0, ...waiting.map(({ durationMs }) => durationMs)),
        overdue: requests.filter(({ overdue }) => overdue).length,
        slotsUsed: requests.filter(({ state, agent }) => state === "running" && agent !== null)
          .length,
      },
    };
  }

  while (taken.length < moments) {
    for (let burst = Math.floor(random() * 3); burst >= 0; burst -= 1) {
      const one = pick([...running.values()], null);
      if (one === null || (running.size < 40 && random() < 0.12)) accept();
      else advance(one);
      // No two of a pool are let in at once: which of them was first, only the queue would know.
      if (await queue.settle()) clock.pass(1);
    }
    if (random() < 0.3) taken.push({ ...note(), lanes: queue.rows() });
    // Nothing else happens in the millisecond of a moment that was noted.
    clock.pass(1 + Math.floor(random() ** 4 * 4_000));
    if (clock.now() - gaugesAt >= 1_000) {
      gaugesAt = clock.now();
      const { metrics } = note();
      bench.state({
        type: "gauges",
        inFlight: metrics.activeRequests,
        queueDepth: metrics.queueDepth,
        oldestWaitMs: metrics.oldestWaitMs,
        overdue: metrics.overdue,
        slotsUsed: metrics.slotsUsed,
        slotsTotal: agentSlots,
      });
      clock.pass(1);
    }
  }
  return taken;
}
