import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import * as contract from "../src/index.ts";
import type { AgentPort } from "../src/server.ts";
import { fakePorts, fakeStreams } from "./fake-ports.ts";
import { procedures } from "./procedures.ts";
import * as sample from "./sample.ts";
import { startTestGateway } from "./test-gateway.ts";

interface HappyPath {
  readonly call: (client: contract.SignalboxClient) => Promise<unknown>;
  readonly schema: z.ZodType;
}

const session = contract.sessionRow.extend({ conversation: z.array(contract.message) });

/** Every query and mutation, called as a client would, and the schema of its answer. */
const happyPaths: Record<string, HappyPath> = {
  "system.health": { call: (c) => c.system.health.query(), schema: contract.systemHealth },
  "system.metrics": { call: (c) => c.system.metrics.query(), schema: contract.systemMetrics },
  "system.events": { call: (c) => c.system.events.query(), schema: z.array(contract.systemEvent) },
  "system.activeRequests": {
    call: (c) => c.system.activeRequests.query(),
    schema: z.array(contract.requestRow),
  },
  "system.setup": { call: (c) => c.system.setup.query(), schema: contract.setup },
  "system.config": { call: (c) => c.system.config.query(), schema: contract.systemConfig },
  "system.storage": { call: (c) => c.system.storage.query(), schema: contract.systemStorage },
  "agent.start": {
    call: (c) => c.agent.start.mutate({ message: "hello" }),
    schema: contract.accepted,
  },
  "agent.send": {
    call: (c) => c.agent.send.mutate({ message: "hello", sessionId: "chat-1", agent: "support" }),
    schema: contract.runResult,
  },
  "agent.cancel": {
    call: (c) => c.agent.cancel.mutate({ requestId: "req-1", reason: "enough" }),
    schema: contract.cancelResult,
  },
  "auth.whoami": { call: (c) => c.auth.whoami.query(), schema: contract.whoami },
  "auth.createToken": {
    call: (c) => c.auth.createToken.mutate({ name: "laptop", role: "viewer" }),
    schema: contract.createdToken,
  },
  "auth.listTokens": {
    call: (c) => c.auth.listTokens.query(),
    schema: z.array(contract.tokenRow),
  },
  "auth.revokeToken": {
    call: (c) => c.auth.revokeToken.mutate({ id: "tok-1" }),
    schema: z.object({ id: z.string() }),
  },
  "requests.list": {
    call: async (c) => {
      await c.requests.list.query({ state: "ended", limit: 10 });
      return c.requests.list.query();
    },
    schema: contract.requestList,
  },
  "requests.get": {
    call: (c) => c.requests.get.query({ requestId: "req-1" }),
    schema: contract.requestDetail,
  },
  "sessions.list": {
    call: (c) => c.sessions.list.query(),
    schema: z.array(contract.sessionRow),
  },
  "sessions.get": {
    call: async (c) => {
      await c.sessions.get.query({ sessionId: "chat-1" });
      return c.sessions.get.query({ sessionId: "chat-1", clientId: "tok-1" });
    },
    schema: session,
  },
  "lanes.pause": {
    call: (c) => c.lanes.pause.mutate({ lane: "tok-1/chat-1" }),
    schema: contract.laneHoldResult,
  },
  "lanes.drain": {
    call: (c) => c.lanes.drain.mutate({ all: true, forMs: null, reason: "update" }),
    schema: contract.laneHoldResult,
  },
  "lanes.resume": {
    call: (c) => c.lanes.resume.mutate({ all: true }),
    schema: contract.laneResumeResult,
  },
  "lanes.clear": {
    call: (c) => c.lanes.clear.mutate({ lane: "tok-1/chat-1", includeRunning: true }),
    schema: contract.laneClearResult,
  },
  "audit.list": { call: (c) => c.audit.list.query(), schema: contract.auditList },
  "lanes.spans": {
    call: (c) => c.lanes.spans.query({ from: 1_700_000_000_000, to: 1_700_000_060_000 }),
    schema: contract.laneSpans,
  },
  "lanes.list": { call: (c) => c.lanes.list.query(), schema: z.array(contract.laneRow) },
  "models.list": { call: (c) => c.models.list.query(), schema: z.array(contract.modelRow) },
  "models.pause": {
    call: (c) => c.models.pause.mutate({ provider: "practice", forMs: null, reason: "update" }),
    schema: contract.modelPauseResult,
  },
  "models.pauseReach": {
    call: (c) => c.models.pauseReach.query({ provider: "practice", model: "echo" }),
    schema: contract.modelPauseReach,
  },
  "models.resume": {
    call: (c) => c.models.resume.mutate({ provider: "practice", model: "echo" }),
    schema: contract.modelResumeResult,
  },
  "tools.list": { call: (c) => c.tools.list.query(), schema: z.array(contract.toolRow) },
  "tools.servers": {
    call: (c) => c.tools.servers.query(),
    schema: z.array(contract.mcpServerRow),
  },
  "tools.restartServer": {
    call: (c) => c.tools.restartServer.mutate({ server: "docs", reason: "fixed" }),
    schema: contract.restartedServer,
  },
  "tools.approve": {
    call: (c) => c.tools.approve.mutate({ tool: "docs.search", hash: "0".repeat(64) }),
    schema: contract.approvedTool,
  },
  "channels.clients": {
    call: (c) => c.channels.clients.query(),
    schema: z.array(contract.clientRow),
  },
  "channels.list": { call: (c) => c.channels.list.query(), schema: z.array(contract.channelRow) },
  "channels.refusals": { call: (c) => c.channels.refusals.query(), schema: contract.refusals },
  "history.overview": {
    call: (c) => c.history.overview.query({ from: 0, to: 60_000 }),
    schema: contract.overviewSeries,
  },
  "history.series": {
    call: (c) => c.history.series.query({ metric: "ttft", from: 0, to: 60_000, by: "model" }),
    schema: contract.historySeries,
  },
  "history.heatmap": {
    call: (c) =>
      c.history.heatmap.query({ metric: "ttft", provider: "p", model: "m", from: 0, to: 60_000 }),
    schema: contract.heatmap,
  },
  "history.marks": {
    call: (c) => c.history.marks.query({ from: 0, to: 60_000 }),
    schema: contract.historyMarks,
  },
  "history.at": {
    call: (c) => c.history.at.query({ t: 1_700_000_000_000 }),
    schema: contract.pastPicture,
  },
  "events.list": {
    call: async (c) => {
      await c.events.list.query();
      return c.events.list.query({ level: "error", text: "time", from: 0, to: 60_000 });
    },
    schema: contract.eventList,
  },
  "errors.count": { call: (c) => c.errors.count.query(), schema: contract.errorCount },
  "errors.groups": { call: (c) => c.errors.groups.query(), schema: z.array(contract.errorGroup) },
};

describe("over a real socket", () => {
  test.for(Object.entries(happyPaths))("%s answers by its schema", async ([, path]) => {
    await using gateway = await startTestGateway(fakePorts(fakeStreams()));
    const answer = await path.call(gateway.client("admin"));
    // Nothing is missing, and nothing is there that the schema does not know.
    expect(path.schema.parse(answer)).toEqual(answer);
  });

  test("every query and mutation is among them", () => {
    const called = procedures()
      .filter(({ type }) => type !== "subscription")
      .map(({ path }) => path);
    expect(Object.keys(happyPaths).toSorted()).toEqual(called.toSorted());
  });
});

test("ports are handed who asks, and inputs with their defaults", async () => {
  const list = vi.fn(() => ({ requests: [], nextCursor: null }));
  const events = vi.fn(() => []);
  const models = vi.fn(() => []);
  const createToken = vi.fn(async () => ({ id: "tok-2", token: "sbx_tok-2.secret" }));
  const ports = fakePorts(fakeStreams(), {
    requests: { list },
    system: { events },
    models: { list: models },
    auth: { createToken },
  });
  await using gateway = await startTestGateway(ports);
  const client = gateway.client("admin");
  await client.requests.list.query({});
  await client.system.events.query();
  await client.models.list.query();
  await client.auth.createToken.mutate({ name: "  laptop ", role: "ingest" });
  expect(list).toHaveBeenCalledWith({ limit: 100 });
  expect(events).toHaveBeenCalledWith({ limit: 100 });
  expect(models).toHaveBeenCalledWith({ windowMs: 120_000 });
  expect(createToken).toHaveBeenCalledWith(
    { tokenId: "tok-admin", name: "admin", role: "admin" },
    { name: "laptop", role: "ingest" },
  );
  expect(await client.system.setup.query()).toMatchObject({ you: { id: "tok-admin" } });
});

test("text goes through as it is", async () => {
  const text = 'é 😀 \u0000 \u202E "quoted" </script> 1.0';
  const send: AgentPort["send"] = async (_, input) => ({
    ...sample.runResult,
    text: input.message,
  });
  await using gateway = await startTestGateway(fakePorts(fakeStreams(), { agent: { send } }));
  const result = await gateway.client("ingest").agent.send.mutate({ message: text });
  expect(result.text).toBe(text);
});

test("a waiter that leaves a send aborts the port's signal", async () => {
  const signals = Promise.withResolvers<AbortSignal>();
  const send: AgentPort["send"] = (_, __, signal) => {
    signals.resolve(signal);
    return Promise.withResolvers<contract.RunResult>().promise;
  };
  await using gateway = await startTestGateway(fakePorts(fakeStreams(), { agent: { send } }));
  const leaving = new AbortController();
  const sending = gateway
    .client("ingest")
    .agent.send.mutate({ message: "hello" }, { signal: leaving.signal })
    .catch((error: unknown) => error);
  const signal = await signals.promise;
  const aborted = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => aborted.resolve());
  leaving.abort();
  await aborted.promise;
  expect(await sending).toBeInstanceOf(Error);
});
