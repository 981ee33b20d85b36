import {
  ContractError,
  type RequestDetail,
  type RunEvent,
  type StartInput,
} from "@signalbox/api-contract";
import type { Caller, Ports, Stream, StreamOptions } from "@signalbox/api-contract/server";
import type { FakeLane } from "./fake-lanes.ts";
import type { FakeLive } from "./fake-live.ts";
import { listRequests, pictureAt, spansOver, type FakePastOptions } from "./fake-past.ts";
import { fakeMetrics, fakeModels } from "./fake-standing.ts";
import { fakeSeries } from "./fake-series.ts";
import { stepMs } from "./fake-traffic.ts";

const practiceLane: FakeLane = {
  lane: "trpc:practice",
  label: "trpc · you",
  channel: "trpc",
  client: "you",
  agent: null,
  provider: "practice",
  model: "small",
  isHit: false,
};

const answer =
  "This is the practice provider: no intelligence, but every part of the way is real. ";

/** The contract's services over fake traffic; what no page asks for is not there. */
export function createFakePorts(past: FakePastOptions, live: FakeLive, origin: string): Ports {
  const { traffic } = past;
  const notFaked = (): never => {
    throw new ContractError("internal", "The fake gateway has no such thing.");
  };
  const find = (requestId: string) =>
    traffic.active.get(requestId) ?? traffic.ended.find(({ row }) => row.id === requestId);

  function start(_: Caller, input: StartInput) {
    const stages = [
      { kind: "queue", ms: 200 },
      { kind: "waiting", ms: 700 },
      { kind: "streaming", ms: 3_000 },
    ] as const;
    const lane = { ...practiceLane, lane: `trpc:${input.sessionId ?? crypto.randomUUID()}` };
    const row = traffic.accept(lane, Date.now(), [...stages], true);
    return Promise.resolve({ requestId: row.id, sessionId: row.sessionId });
  }

  async function* watch(_: Caller, requestId: string, { signal }: StreamOptions): Stream<RunEvent> {
    const words = answer.split(/(?<= )/);
    let id = 0;
    while (!signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, 120));
      const request = find(requestId);
      if (request === undefined) throw new ContractError("not_found", "No such request.");
      if (request.row.phaseDetail === "streaming") {
        const text = words[id % words.length] ?? "";
        id += 1;
        yield { id: String(id), data: { type: "text", text } };
      } else if (request.row.state === "ended") {
        yield { id: "end", data: { type: "done", result: resultOf(request.row) } };
        return;
      }
    }
  }

  function detail(requestId: string): RequestDetail {
    const request = find(requestId);
    if (request === undefined) throw new ContractError("not_found", `No request ${requestId}.`);
    return {
      request: request.row,
      spans: request.spans.map((span) => ({
        ...span,
        provider: request.row.provider,
        model: request.row.model,
        httpStatus: span.status === "failed" ? 429 : null,
        errorMessage: span.status === "failed" ? request.row.errorMessage : null,
        retryAfterMs: null,
        ttft: span.firstTokenAt === null ? null : span.firstTokenAt - span.startedAt,
        gap: 22,
        inputTokens: 1_200,
        outputTokens: request.row.outputTokens,
        cachedTokens: null,
        reasoningTokens: null,
        tokensPerSec: 60,
        usageSource: "estimated",
        costUsd: null,
        finishReason: null,
        input: span.kind === "tool" ? '{ "query": "refund policy" }' : null,
        output: span.kind === "attempt" ? answer : null,
        inputBytes: 41,
        outputBytes: 1_200,
      })),
      messages: [
        {
          role: "user",
          text: "What is the state of order 5512?",
          at: request.row.startedAt,
          requestId,
          tool: null,
          truncatedBytes: 0,
        },
      ],
      events: traffic.events.filter((event) => event.requestId === requestId),
      gatewayMs: 0.4,
      body: null,
      route: "/v1/chat/completions",
      fingerprint: null,
    };
  }

  return {
    system: {
      health: () => live.snapshot().health,
      metrics: () => fakeMetrics(traffic, Date.now(), live.uptime()),
      events: ({ limit }) => traffic.events.slice(0, limit),
      activeRequests: () => live.snapshot().requests,
      setup: (you) => ({
        you: { id: you.tokenId, name: you.name, role: you.role },
        node: "signalbox-1",
        version: "0.1.0",
        baseUrl: `${origin}/v1`,
        configFile: null,
        providers: [
          { name: "practice", kind: "openai-compatible", practice: true, keyFrom: "built in" },
        ],
        agents: [{ name: "assistant", model: "practice/small", tools: ["clock"] }],
        aliases: [],
        models: ["practice/small"],
        defaultAgent: "assistant",
        practiceModel: "practice/small",
      }),
      config: notFaked,
      storage: notFaked,
      live: (options) => live.stream(options),
      onMetrics: notFaked,
      onEvents: notFaked,
      onActiveRequests: notFaked,
    },
    agent: {
      start,
      send: notFaked,
      watch,
      cancel: (_, { requestId }) => {
        const request = traffic.active.get(requestId);
        if (request !== undefined) traffic.end(request, Date.now(), "cancelled");
        return Promise.resolve({ requestId, cancelled: request !== undefined });
      },
    },
    auth: {
      createToken: () =>
        Promise.resolve({ id: "tok_1", token: `sbx_${"a1b2c3".repeat(2)}.${"f".repeat(40)}` }),
      listTokens: () => [],
      revokeToken: (_, { id }) => Promise.resolve({ id }),
    },
    requests: {
      list: (input) => listRequests(traffic, input),
      get: detail,
    },
    sessions: { list: () => [], get: notFaked },
    lanes: {
      list: () => [],
      spans: (input) => spansOver(traffic, input),
      pause: notFaked,
      drain: notFaked,
      resume: notFaked,
      clear: notFaked,
    },
    models: {
      list: () => fakeModels(traffic, Date.now()),
      pauseReach: notFaked,
      pause: notFaked,
      resume: notFaked,
    },
    tools: { list: () => [], servers: () => [], restartServer: notFaked, approve: notFaked },
    channels: {
      list: () => [],
      clients: () => [],
      refusals: () => ({ knownFrom: Date.now(), rows: [] }),
    },
    history: {
      overview: ({ from, to }) => ({
        stepMs,
        points: traffic.points.filter(({ t }) => t >= from && t <= to),
      }),
      series: (input) => fakeSeries(traffic, input),
      heatmap: notFaked,
      marks: () => ({ marks: [], gaps: [] }),
      at: (t) => pictureAt(past, t),
    },
    errors: { groups: () => [], count: () => ({ groups: 0, failures: 0 }) },
    events: {
      list: ({ from = 0, to = Infinity, level, limit, before }) => {
        const start = traffic.events.findIndex(({ id }) => id === before) + 1;
        const events = traffic.events
          .slice(start)
          .filter(({ timestamp }) => timestamp >= from && timestamp <= to)
          .filter((event) => level === undefined || event.level === level);
        const page = events.slice(0, limit);
        return {
          events: page,
          nextBefore: events.length > limit ? (page.at(-1)?.id ?? null) : null,
        };
      },
    },
    audit: { list: notFaked },
  };
}

function resultOf(row: RequestDetail["request"]) {
  const usage = { inputTokens: 12, outputTokens: row.outputTokens, totalTokens: 0 };
  return {
    requestId: row.id,
    sessionId: row.sessionId,
    text: answer,
    usage: { ...usage, cachedTokens: null, reasoningTokens: null, source: "reported" as const },
    durable: true,
    agent: null,
    provider: "practice",
    model: "small",
    finishReason: "stop",
    steps: 1,
    durationMs: row.durationMs,
    costUsd: 0,
  };
}
