import type { ModelRow, SystemHealth, SystemMetrics, Verdict } from "@signalbox/api-contract";
import type { FakeTraffic } from "./fake-traffic.ts";

/** Sums over the last steps of the fake series, in the contract's shapes. */
export function fakeMetrics(traffic: FakeTraffic, at: number, uptime: number): SystemMetrics {
  const waiting = [...traffic.active.values()].filter(({ row }) => row.state === "queued");
  const oldestWaitMs = Math.max(0, ...waiting.map(({ row }) => at - row.startedAt));
  return {
    messagesProcessed: traffic.processed,
    errors: traffic.errors,
    activeRequests: traffic.active.size,
    uptime,
    modelCalls: { total: traffic.modelCalls, avgLatency: 2_100, errorRate: 0, recentCalls: [] },
    queueDepth: waiting.length,
    oldestWaitMs,
    overdue: waiting.filter(({ row }) => at - row.startedAt > 8_000).length,
    slots: { used: traffic.active.size - waiting.length, total: 64 },
  };
}

export function fakeHealth(bootId: string, uptime: number): SystemHealth {
  return {
    status: "ok",
    uptime,
    version: "0.1.0",
    sessions: 12,
    connections: 3,
    tools: 14,
    channels: [
      { name: "openai", status: "ok" },
      { name: "trpc", status: "ok" },
    ],
    node: "signalbox-1",
    bootId,
    components: [
      { name: "disk", status: "ok", reason: "fake", since: Date.now() - uptime * 1_000 },
    ],
    eventLoop: { p50: 0.4, p99: 2, max: 9 },
    memory: { rssBytes: 120e6, heapUsedBytes: 48e6, heapLimitBytes: 4_000_000_000 },
    disk: { freeBytes: 40e9, totalBytes: 100e9, stateBytes: 2e6, historyBytes: 700e6 },
    history: { lagMs: 0, waitingRows: 0, droppedRows: 0 },
    live: { subscribers: 1, droppedFrames: 0, gaps: 0 },
  };
}

export function fakeVerdict(traffic: FakeTraffic, at: number, since: number | null): Verdict {
  const points = traffic.points.slice(-60);
  const messages = points.reduce((sum, point) => sum + point.messages, 0);
  const failed = points.reduce((sum, point) => sum + point.failed, 0);
  if (since === null || !traffic.isIncident(at)) {
    const quiet = messages < 20;
    return {
      level: "ok",
      headline: quiet ? "Nothing wrong seen;" : "All normal:",
      detail: `${messages} requests in 5 minutes.`,
      since: null,
      requests: null,
      place: null,
      findings: [],
    };
  }
  const { queueDepth, oldestWaitMs } = fakeMetrics(traffic, at, 0);
  const clock = new Date(since).toTimeString().slice(0, 8);
  return {
    level: "warn",
    headline: `Failures ${(failed / messages / 0.013).toFixed(1)}× normal since about ${clock}:`,
    detail:
      `${failed} of ${messages} requests, normally 1.3 %. 91 % are on openai · gpt-5.1-mini, mostly ` +
      `rate_limit. ${queueDepth} wait behind, longest ${Math.round(oldestWaitMs / 1000)} s. Other models normal.`,
    since,
    requests: { count: failed, errorKind: "rate_limit", overdue: false, windowMs: 300_000 },
    place: null,
    findings: [],
  };
}

export function fakeModels(traffic: FakeTraffic, at: number): ModelRow[] {
  const groups = Map.groupBy(traffic.recent, ({ row }) => `${row.provider}/${row.model}`);
  const last = traffic.points.slice(-24);
  return [...groups].map(([key, requests]) => {
    const [provider = "", model = ""] = key.split("/");
    const failed = requests.filter(({ row }) => row.outcome === "failed").length;
    const ttft = last.flatMap((point) => point.ttft[key]?.[1] ?? []).sort((a, b) => a - b);
    const hit = model === "gpt-5.1-mini" && traffic.isIncident(at);
    return {
      provider,
      model,
      state: hit ? ("half-open" as const) : ("ok" as const),
      stateReason: hit ? "5 of the last 10 attempts failed" : null,
      stateSince: hit ? at - 5_000 : null,
      stateUntil: null,
      throttledUntil: null,
      recovered: 0,
      finishReasons: { stop: requests.length - failed },
      quota: null,
      keyFrom: null,
      configured: true,
      calls: requests.length,
      failed,
      failureRate: failed / requests.length,
      failuresByKind: failed > 0 ? { rate_limit: failed } : {},
      ttftP50: ttft[Math.floor(ttft.length / 2)] ?? null,
      ttftP95: ttft[Math.floor(ttft.length * 0.95)] ?? null,
      latencyP50: 2_000,
      latencyP95: 5_000,
      latencyP99: 9_000,
      gapP95: last.findLast((point) => point.gap[key] !== undefined)?.gap[key] ?? null,
      tokensPerSec: 60,
      inputTokens: 1_200 * requests.length,
      outputTokens: 180 * requests.length,
      costUsd: provider === "ollama" ? null : 0.01 * requests.length,
      unpriced: provider === "ollama" ? requests.length : 0,
      inFlight: 1,
      lastSuccessAt: at,
      practice: provider === "practice",
    };
  });
}
