import { once } from "node:events";
import { connect } from "node:net";
import { measureStream } from "@signalbox/practice/driver";
import type { Fault } from "@signalbox/practice/upstream";
import { describe, expect, it } from "vitest";
import { rawRequest } from "./raw-http.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const messages = [{ role: "user" as const, content: "Hello." }];

/** How soon the provider is told. */
const toldWithin = () => AbortSignal.timeout(1_000);

/** A client that sends a whole request and goes away when told to, without a word. */
async function leaveOn(
  gateway: TestGateway,
  request: { stream: boolean; model: string },
  moment: Promise<unknown>,
): Promise<void> {
  const { hostname, port, host } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  const body = JSON.stringify({ ...request, messages });
  const headers = {
    host,
    authorization: `Bearer ${gateway.adminToken}`,
    "content-type": "application/json",
    "x-session-id": "s",
  };
  socket.write(rawRequest("POST /v1/chat/completions", headers, body));
  socket.resume();
  await moment;
  socket.destroy();
}

async function expectCancelled({ admin, upstream }: TestGateway, outputTokens: number) {
  await upstream.waitFor(({ aborted, active }) => aborted === 1 && active === 0, toldWithin());
  await expect
    .poll(() => admin.requests.list.query({}), { interval: 10 })
    .toMatchObject({
      requests: [{ outcome: "cancelled", errorKind: "cancelled", outputTokens }],
    });
  expect(await admin.system.metrics.query()).toMatchObject({
    messagesProcessed: 1,
    errors: 0,
    activeRequests: 0,
    modelCalls: { total: 1, errorRate: 0, recentCalls: [{ outputTokens }] },
  });
  expect(await admin.system.events.query({ level: "error" })).toEqual([]);
  expect(await admin.lanes.list.query()).toEqual([]);
}

const hang: Fault = { kind: "hang" };
const stall: Fault = { kind: "stall", afterTokens: 4 };

describe.each(["local/swift-1", "support"])("a client of %s that goes away", (model) => {
  it.each([
    ["before the first byte of a stream", true, hang, 0],
    ["before the first byte of a whole answer", false, hang, 0],
    ["in the middle of a stream", true, stall, 4],
  ] as const)("%s takes its request with it", async (_, stream, fault, tokens) => {
    await using gateway = await startGateway();
    gateway.upstream.inject({ fault });
    const seen = expect
      .poll(() => gateway.admin.system.activeRequests.query(), { interval: 10 })
      .toMatchObject([{ phase: "model", outputTokens: tokens, attempts: 1 }]);
    await leaveOn(gateway, { stream, model }, seen);
    await expectCancelled(gateway, tokens);
  });
});

it("lets the next one of the lane run when the one before it has left", async () => {
  await using gateway = await startGateway();
  gateway.upstream.inject({ fault: hang, times: 1 });
  const { admin, upstream } = gateway;
  const hanging = upstream.waitFor(({ active }) => active === 1);
  const next = hanging.then(() =>
    measureStream(gateway.openai(gateway.adminToken, "s"), { model: "local/swift-1", messages }),
  );
  const waiting = expect
    .poll(() => admin.system.metrics.query(), { interval: 10 })
    .toMatchObject({ queueDepth: 1 });
  await leaveOn(gateway, { stream: true, model: "local/swift-1" }, waiting);
  expect(await next).toMatchObject({ error: undefined, finishReason: "stop" });
});

it("forgets a request that is left while it waits for its lane", async () => {
  await using gateway = await startGateway();
  gateway.upstream.inject({ fault: hang });
  const { admin } = gateway;
  await admin.agent.start.mutate({ message: "Hello.", sessionId: "s" });
  await gateway.upstream.waitFor(({ active }) => active === 1);
  const waiting = expect
    .poll(() => admin.system.metrics.query(), { interval: 10 })
    .toMatchObject({ queueDepth: 1 });
  await leaveOn(gateway, { stream: true, model: "local/swift-1" }, waiting);
  await expect
    .poll(() => admin.system.metrics.query(), { interval: 10 })
    .toMatchObject({ queueDepth: 0, messagesProcessed: 1, errors: 0 });
  expect(gateway.upstream.stats().requests).toBe(1);
});

it("asks nothing of a provider for a client that has left before it could", async () => {
  await using gateway = await startGateway();
  const { admin } = gateway;
  // The practice provider starts when it is first called, which takes longer than to leave.
  const isThere = expect
    .poll(() => admin.channels.list.query(), { interval: 1 })
    .toMatchObject([{}, { name: "openai", connections: 1 }, {}]);
  await leaveOn(gateway, { model: "practice/fault-hang", stream: true }, isThere);
  await expect
    .poll(() => admin.requests.list.query({}), { interval: 10 })
    .toMatchObject({ requests: [{ outcome: "cancelled" }] });
  expect(await admin.system.metrics.query()).toMatchObject({ activeRequests: 0, errors: 0 });
});

describe("a token that is revoked", () => {
  it("loses its live streams and its requests within a second", async () => {
    await using gateway = await startGateway({ upstream: { pace: 1 } });
    const { id, token } = await gateway.mint("admin");
    const call = measureStream(gateway.openai(token), { model: "local/deep-1", messages });
    const opened = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<unknown>();
    gateway.client(token).system.live.subscribe(undefined, {
      onData: () => opened.resolve(),
      onError: (error) => ended.resolve(error),
    });
    await opened.promise;
    await gateway.upstream.waitFor(({ active }) => active === 1);
    const revokedAt = performance.now();
    await gateway.admin.auth.revokeToken.mutate({ id });
    expect(await ended.promise).toMatchObject({ message: expect.stringContaining("401") });
    expect((await call).error).toBeDefined();
    expect(performance.now() - revokedAt).toBeLessThan(1_000);
    await gateway.upstream.waitFor(({ aborted }) => aborted === 1, toldWithin());
    const models = gateway.openai(token).models.list();
    await expect(models).rejects.toMatchObject({ status: 401 });
  });
});
