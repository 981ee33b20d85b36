import { describe, expect, it } from "vitest";
import type { AcceptedRequest, AttemptEnd, AttemptProgress, Fact } from "./index.ts";
import { RequestLog, toSpanDetail } from "./index.ts";

/** A log whose facts come at the moments that a test says, on both clocks. */
function createLog(keepEnded?: number) {
  let at = 1_000_000;
  let mono = 500;
  let seq = 0;
  const log = new RequestLog({
    clock: { now: () => at, mono: () => mono },
    ...(keepEnded !== undefined && { keepEnded }),
  });
  const state = (fact: Fact): void => log.apply({ seq: (seq += 1), at, mono, fact });
  return {
    log,
    state,
    mono: () => mono,
    pass: (ms: number, jump = 0) => {
      mono += ms;
      at += ms + jump;
    },
    begin: (id: string, lane = id) => {
      state({ type: "request.queued", request: { ...accepted, id, lane } });
    },
    end: (id: string, outcome: "ok" | "failed" | "cancelled" = "ok") => {
      state({ type: "request.ended", requestId: id, outcome, errorKind: null, message: null });
    },
    attempt: (id: string, modelCall: number, outputTokens: number) => {
      const progress: AttemptProgress = { outputTokens, lastTokenMono: null, text: () => "so far" };
      const about = { provider: "p", model: "m", modelCall, attempt: 1, progress };
      const spanId = `${id}.${modelCall}`;
      state({ type: "attempt.started", requestId: id, spanId, ...about });
      return { progress, spanId };
    },
    row: (id: string) => {
      const record = log.get(id);
      if (record === undefined) throw new Error(`no ${id}`);
      return log.row(record);
    },
  };
}

describe("RequestLog", () => {
  it("follows a request from its queue to its end", () => {
    const { begin, state, pass, attempt, row, end, log, mono } = createLog();
    begin("r");
    expect(row("r")).toMatchObject({ state: "queued", phase: "queued", phaseDetail: "lane" });
    pass(10);
    state({ type: "request.started", requestId: "r" });
    pass(1);
    const { spanId, progress } = attempt("r", 1, 0);
    expect(row("r")).toMatchObject({ phase: "model", phaseDetail: "waiting", ttft: null });
    pass(30);
    state({ type: "attempt.firstToken", requestId: "r", spanId });
    expect(row("r").lastTokenAt).toBe(null);
    progress.outputTokens = 3;
    progress.lastTokenMono = mono();
    expect(row("r")).toMatchObject({ phaseDetail: "streaming", ttft: 30, outputTokens: 3 });
    pass(20);
    expect(row("r").lastTokenAt).toBe(1_000_041);
    state({ type: "attempt.ended", requestId: "r", spanId, end: attemptEnd, final: true });
    progress.outputTokens = 1_000;
    expect(log.get("r")?.spans.at(-1)?.progress).toSatisfy(Object.isFrozen);
    end("r");
    expect(row("r")).toMatchObject({
      state: "ended",
      phase: null,
      durationMs: 61,
      lastTokenAt: null,
      outputTokens: 7,
      inputTokens: 5,
      modelCalls: 1,
      attempts: 1,
      costUsd: 0.5,
      usageSource: "reported",
    });
    expect(log.get("r")?.gatewayMs).toBe(1);
    expect(log.active.size).toBe(0);
  });

  it("measures durations by the clock that never jumps", () => {
    const { begin, pass, row, end } = createLog();
    begin("r");
    pass(40, -3_600_000);
    expect(row("r").durationMs).toBe(40);
    pass(2, 7_200_000);
    end("r");
    pass(1_000);
    expect(row("r").durationMs).toBe(42);
  });

  it("adds up the model calls of a run, and has no price where one of them has none", () => {
    const { begin, state, attempt, row } = createLog();
    begin("r");
    for (const modelCall of [1, 2]) {
      const { spanId } = attempt("r", modelCall, 0);
      state({ type: "attempt.ended", requestId: "r", spanId, end: attemptEnd, final: true });
    }
    expect(row("r")).toMatchObject({
      modelCalls: 2,
      inputTokens: 10,
      outputTokens: 14,
      costUsd: 1,
    });
    const { spanId } = attempt("r", 3, 0);
    const unpriced = { ...attemptEnd, costUsd: null };
    state({ type: "attempt.ended", requestId: "r", spanId, end: unpriced, final: true });
    expect(row("r").costUsd).toBeNull();
  });

  it("says which request another waits for", () => {
    const { begin, state, row, end } = createLog();
    begin("a", "lane");
    begin("b", "lane");
    state({ type: "request.started", requestId: "a" });
    expect([row("a").blockedBy, row("b").blockedBy]).toEqual([null, "a"]);
    end("a");
    expect(row("b").blockedBy).toBeNull();
  });

  it("closes every span that an end leaves open", () => {
    const { begin, attempt, state, end, log } = createLog();
    begin("r");
    attempt("r", 1, 2);
    state({ type: "tool.started", requestId: "r", spanId: "t", tool: "clock", input: "{}" });
    end("r", "cancelled");
    const record = log.get("r");
    expect(record?.spans.map(({ kind, status }) => [kind, status])).toEqual([
      ["queue", "cancelled"],
      ["attempt", "cancelled"],
      ["tool", "cancelled"],
    ]);
    const span = record?.spans[1];
    if (record === undefined || span === undefined) throw new Error("no span");
    expect(toSpanDetail(record, span)).toMatchObject({ output: "so far", outputTokens: 2 });
  });

  it("names the tool that runs of several at once", () => {
    const { begin, state, row } = createLog();
    begin("r");
    const tool = (spanId: string, tool: string) =>
      state({ type: "tool.started", requestId: "r", spanId, tool, input: "{}" });
    tool("1", "clock");
    tool("2", "calculator");
    expect(row("r").tool).toBe("calculator");
    const done = { status: "ok", output: "", outputBytes: 0, errorMessage: null } as const;
    state({ type: "tool.ended", requestId: "r", spanId: "2", ...done });
    expect(row("r").tool).toBe("clock");
  });

  it("keeps the last that ended, and drops facts of those it does not know", () => {
    const { begin, end, log } = createLog(3);
    for (const id of ["a", "b", "c", "d", "e"]) {
      begin(id);
      end(id);
    }
    end("never");
    expect(Array.from(log.ended(), ({ accepted }) => accepted.id)).toEqual(["e", "d", "c"]);
    expect(log.get("a")).toBeUndefined();
  });

  it("holds a bounded number of spans of a run that never stops, and still knows its totals", () => {
    const { begin, attempt, state, row, log, end } = createLog();
    begin("r");
    for (let call = 1; call <= 700; call += 1) {
      const { spanId } = attempt("r", call, 0);
      state({ type: "attempt.ended", requestId: "r", spanId, end: attemptEnd, final: true });
    }
    expect(log.get("r")?.spans.length).toBeLessThanOrEqual(500);
    expect(row("r")).toMatchObject({ modelCalls: 700, attempts: 700, outputTokens: 7 * 700 });
    end("r");
    expect(log.get("r")?.spans.every(({ endedAt }) => endedAt !== null)).toBe(true);
  });
});

const accepted: AcceptedRequest = {
  id: "",
  sessionId: "s",
  lane: "",
  laneLabel: "openai · s",
  oneShot: false,
  channel: "openai",
  client: "crm",
  clientId: "tok",
  agent: null,
  provider: "p",
  model: "m",
  practice: false,
  route: "",
  body: null,
};

const attemptEnd: AttemptEnd = {
  ok: true,
  errorKind: null,
  errorMessage: null,
  httpStatus: 200,
  sent: true,
  retryAfterMs: null,
  latencyMs: 50,
  ttftMs: 30,
  gapMs: 3,
  tokensPerSec: 100,
  usage: {
    inputTokens: 5,
    outputTokens: 7,
    cachedTokens: null,
    reasoningTokens: null,
    source: "reported",
  },
  costUsd: 0.5,
  finishReason: "stop",
};
