import type { Component, ErrorKind, SystemHealth } from "@signalbox/api-contract";
import { MetricsCollector } from "@signalbox/metrics";
import { describe, expect, it } from "vitest";
import {
  CollectorSink,
  RequestLog,
  type AcceptedRequest,
  type AttemptProgress,
  type Fact,
} from "../../recorder/index.ts";
import type { Obstacle } from "../model-states.ts";
import { verdictOf } from "./index.ts";

const startedAt = 1_700_000_000_000;

/** What the sentence rests on, fed by facts at moments that the test says. */
function createScene() {
  let now = startedAt;
  let seq = 0;
  const clock = { now: () => now, mono: () => now - startedAt };
  const log = new RequestLog({ clock });
  const collector = new MetricsCollector(clock);
  const sink = new CollectorSink(collector, (id) => log.get(id));
  const state = (fact: Fact): void => {
    const stamped = { seq: (seq += 1), at: now, mono: now - startedAt, fact };
    log.apply(stamped);
    sink.apply(stamped);
  };
  const wait = (id: string, model = "m"): void => {
    state({ type: "request.queued", request: { ...accepted, id, lane: id, model } });
  };
  const begin = (id: string, model: string, provider = "local"): AttemptProgress => {
    wait(id, model);
    state({ type: "request.started", requestId: id });
    const progress: AttemptProgress = { outputTokens: 0, lastTokenMono: null, text: () => "" };
    const about = { provider, model, modelCall: 1, attempt: 1, progress };
    state({ type: "attempt.started", requestId: id, spanId: `${id}.1`, ...about });
    return progress;
  };
  return {
    state,
    begin,
    wait,
    pass: (ms: number) => (now += ms),
    finish: (count: number, errorKind: ErrorKind | null, model = "m", provider = "local") => {
      const outcome =
        errorKind === null ? "ok" : errorKind === "cancelled" ? "cancelled" : "failed";
      for (let index = 0; index < count; index += 1) {
        const id = `${model}-${seq}`;
        begin(id, model, provider);
        state({ type: "request.ended", requestId: id, outcome, errorKind, message: null });
      }
      now += 1_000;
    },
    verdict: (components: readonly Component[] = [], obstacles: readonly Obstacle[] = []) => {
      const { level, headline, detail, requests } = verdictOf(
        { collector, log, health: { ...health, components }, obstacles, lookBack: null },
        now,
      );
      return { level, said: `${headline} ${detail}`, count: requests?.count ?? null };
    },
  };
}

describe("the sentence on top of every page", () => {
  it("says of few requests no more than that", () => {
    const { verdict, finish } = createScene();
    expect(verdict()).toMatchObject({
      level: "unknown",
      said: "Nothing wrong seen; 0 requests in 5 minutes.",
    });
    finish(1, null);
    expect(verdict().said).toBe("Nothing wrong seen; 1 request in 5 minutes.");
  });

  it("says that all went well, and counts no cancel as a failure", () => {
    const { verdict, finish } = createScene();
    finish(20, null);
    finish(3, "cancelled");
    expect(verdict()).toMatchObject({
      level: "ok",
      said: "No failures: all 20 requests of the last 5 minutes went well.",
    });
  });

  it("names the kind and the model of most failures", () => {
    const { verdict, finish } = createScene();
    finish(30, null);
    finish(9, "rate_limit", "gpt");
    finish(1, "timeout", "other");
    expect(verdict()).toEqual({
      level: "bad",
      said: "10 of 40 requests failed in the last 5 minutes: 25.0 %, mostly rate_limit; 90 % of them on local · gpt.",
      count: 10,
    });
  });

  it("warns of few failures, and says where they are spread", () => {
    const { verdict, finish } = createScene();
    finish(2, "timeout", "a", "north");
    finish(2, "network", "b", "south");
    expect(verdict()).toMatchObject({
      level: "warn",
      said: expect.stringContaining("; spread over several models."),
    });
  });

  it("names the provider where no one model of it has most failures", () => {
    const { verdict, finish } = createScene();
    finish(2, "timeout", "a", "north");
    finish(2, "network", "b", "north");
    expect(verdict().said).toContain("; all of them on north, over several models.");
    finish(1, "network", "c", "south");
    expect(verdict().said).toContain("; 80 % of them on north, over several models.");
  });

  it("names the provider where others of its models fail too", () => {
    const { verdict, finish } = createScene();
    finish(30, "upstream_5xx", "a", "north");
    finish(60, null, "b", "north");
    finish(10, "upstream_5xx", "b", "north");
    expect(verdict().said).toContain("; all of them on north, over several models.");
    finish(900, null, "b", "north");
    expect(verdict().said).toContain("; 75 % of them on north · a.");
  });

  it("warns of a model that fails alone, though all others make a low rate of it", () => {
    const { verdict, finish } = createScene();
    finish(760, null, "big");
    finish(46, null, "small");
    finish(14, "timeout", "small");
    expect(verdict()).toMatchObject({
      level: "warn",
      said: "14 of 820 requests failed in the last 5 minutes: 1.7 %, timeout; all of them on local · small, 14 of its 60.",
    });
  });

  it("names the model that fails alone where most failures are on another", () => {
    const { verdict, finish } = createScene();
    finish(2_560, null, "big", "a");
    finish(24, "timeout", "big", "a");
    finish(30, null, "big", "za");
    finish(14, "timeout", "big", "za");
    expect(verdict().said).toContain("63 % of them on a · big; 14 of 44 on za · big.");
  });

  it("makes no more of a few failures of a model than there are", () => {
    const { verdict, finish } = createScene();
    finish(760, null, "big");
    finish(75, null, "small");
    finish(5, "timeout", "small");
    expect(verdict().level).toBe("ok");
  });

  it("says who waits behind what is wrong", () => {
    const { verdict, wait, finish, pass } = createScene();
    wait("a");
    pass(40_000);
    wait("b");
    finish(10, "timeout");
    expect(verdict().said).toMatch(/\. 2 requests wait, the longest for 41 s\.$/);
  });

  it("forgets failures after five minutes", () => {
    const { verdict, finish, pass } = createScene();
    finish(10, "timeout");
    pass(6 * 60_000);
    expect(verdict().level).toBe("unknown");
  });

  it("tells of requests that take too long, and what the oldest has been at", () => {
    const { verdict, begin, pass, state } = createScene();
    const progress = begin("a", "m");
    pass(16_000);
    expect(verdict()).toMatchObject({
      level: "warn",
      said: expect.stringMatching(/^1 request overdue: .*first token of local · m for 16 s\.$/),
    });
    state({ type: "attempt.firstToken", requestId: "a", spanId: "a.1" });
    expect(verdict().level).toBe("unknown");
    pass(121_000);
    expect(verdict().said).toMatch(/streamed from local · m for 121 s\.$/);
    progress.lastTokenMono = 16_000 + 79_000;
    expect(verdict().said).toMatch(/ for 121 s, and nothing has come for 42 s\.$/);
  });

  it("tells what is not called, and why, before what failed of it", () => {
    const { verdict, finish } = createScene();
    finish(10, "upstream_5xx", "gpt");
    const open: Obstacle = {
      name: "local · gpt",
      state: "open",
      reason: "5 of 6 attempts failed, mostly upstream_5xx",
      since: startedAt,
      until: startedAt + 10_000,
    };
    const paused: Obstacle = {
      ...open,
      state: "paused",
      reason: "paused by ada: update",
      until: null,
    };
    expect(verdict([], [open])).toMatchObject({
      level: "bad",
      said: "local · gpt is not called: 5 of 6 attempts failed, mostly upstream_5xx; tried again in 9 s. 10 of 10 requests failed in the last 5 minutes: 100.0 %.",
      count: 10,
    });
    expect(verdict([], [{ ...open, state: "half-open", until: null }]).said).toMatch(
      /one call is let through to try it\. 10 of 10 /,
    );
    expect(verdict([], [paused, open, paused]).said).toMatch(
      /tried again in 9 s\. Nor are 2 others\. 10 of 10 /,
    );
  });

  it("tells what an operator paused, where nothing is worse", () => {
    const { verdict } = createScene();
    const paused: Obstacle = {
      name: "local",
      state: "paused",
      reason: "paused by ada: update",
      since: startedAt,
      until: null,
    };
    expect(verdict([], [paused])).toMatchObject({
      level: "warn",
      said: "local is not called: paused by ada: update; until somebody resumes it.",
    });
  });

  it("tells of one call again and again until another comes, and for five minutes of what ended so", () => {
    const { verdict, begin, state, pass } = createScene();
    let calls = 0;
    const call = (requestId: string, input: string, times: number): void => {
      for (let n = 0; n < times; n += 1) {
        const spanId = `${requestId}.t${(calls += 1)}`;
        state({ type: "tool.started", requestId, spanId, tool: "search", input });
        const end = { status: "ok", output: "", outputBytes: 0, errorMessage: null } as const;
        state({ type: "tool.ended", requestId, spanId, ...end });
      }
    };
    const long = "x".repeat(40_000);
    begin("a", "m");
    call("a", `${long}1`, 4);
    call("a", `${long}2`, 4);
    expect(verdict().said).toMatch(/^Nothing wrong seen/);
    call("a", `${long}2`, 1);
    expect(verdict()).toMatchObject({
      level: "warn",
      said: "An agent called a tool again and again: one request called search 5 times in a row with the same input.",
    });
    state({
      type: "request.ended",
      requestId: "a",
      outcome: "ok",
      errorKind: null,
      message: null,
    });
    pass(299_000);
    expect(verdict().level).toBe("warn");
    pass(1_000);
    expect(verdict().said).toMatch(/^Nothing wrong seen/);
    begin("b", "m");
    call("b", "{}", 6);
    call("b", '{"q":1}', 1);
    expect(verdict().said).toMatch(/^Nothing wrong seen/);
  });

  it("puts what is really bad first, whatever else there is", () => {
    const { verdict, begin, finish, pass } = createScene();
    begin("late", "m");
    pass(16_000);
    expect(verdict([{ name: "event loop", status: "warn", reason: "slow" }]).said).toBe(
      "event loop not well: slow",
    );
    expect(verdict([{ name: "event loop", status: "warn", reason: "slow" }]).level).toBe("warn");
    finish(10, "timeout");
    expect(verdict([{ name: "event loop", status: "warn", reason: "slow" }]).level).toBe("bad");
    expect(verdict([{ name: "state.db", status: "error", reason: "full disk" }]).said).toBe(
      "state.db not well: full disk",
    );
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
  provider: "local",
  model: "m",
  practice: false,
  route: "",
  body: null,
};

const health: SystemHealth = {
  status: "ok",
  uptime: 1,
  version: "1.0.0",
  sessions: 0,
  connections: 0,
  tools: 0,
  channels: [],
  node: "node",
  bootId: "boot",
  components: [],
  eventLoop: { p50: 0, p99: 0, max: 0 },
  memory: { rssBytes: 0, heapUsedBytes: 0, heapLimitBytes: 0 },
  disk: null,
  history: { lagMs: 0, waitingRows: 0, droppedRows: 0 },
  live: { subscribers: 0, droppedFrames: 0, gaps: 0 },
};
