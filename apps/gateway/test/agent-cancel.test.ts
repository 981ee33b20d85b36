import type { SignalboxClient } from "@signalbox/api-contract";
import { describe, expect, it } from "vitest";
import { createStuckTool } from "./agent-test-tools.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

/** Cancels it, and tells what its sender was told. */
async function cancel(client: SignalboxClient, requestId: string, sent: Promise<unknown>) {
  const told = expect(sent).rejects.toMatchObject({
    data: { reason: "cancelled", errorKind: "cancelled", requestId },
    message: expect.stringContaining("wrong number"),
  });
  expect(await client.agent.cancel.mutate({ requestId, reason: "wrong number" })).toEqual({
    requestId,
    cancelled: true,
  });
  await told;
}

/** One message processed, no error of anyone's, nothing left. */
async function expectQuiet({ admin }: TestGateway, processed = 1): Promise<void> {
  expect(await admin.system.metrics.query()).toMatchObject({
    messagesProcessed: processed,
    errors: 0,
    activeRequests: 0,
    queueDepth: 0,
    slots: { used: 0 },
  });
  expect(await admin.system.events.query({ level: "error" })).toEqual([]);
}

describe("agent.cancel", () => {
  it("ends a request that waits for its lane", async () => {
    await using gateway = await startGateway();
    gateway.upstream.inject({ fault: { kind: "hang" } });
    const { admin } = gateway;
    await admin.agent.start.mutate({ message: "One.", sessionId: "s", requestId: "r-1" });
    const sent = admin.agent.send.mutate({ message: "Two.", sessionId: "s", requestId: "r-2" });
    await expect
      .poll(() => admin.system.metrics.query(), { interval: 10 })
      .toMatchObject({ queueDepth: 1 });
    await cancel(admin, "r-2", sent);
    const { request, spans } = await admin.requests.get.query({ requestId: "r-2" });
    expect(request).toMatchObject({ outcome: "cancelled", attempts: 0 });
    expect(spans).toMatchObject([{ kind: "queue", status: "cancelled" }]);
    await admin.agent.cancel.mutate({ requestId: "r-1" });
    await expect.poll(() => gateway.upstream.stats().active, { interval: 10 }).toBe(0);
    await expectQuiet(gateway, 2);
  });

  it("ends one that waits for its first token", async () => {
    await using gateway = await startGateway();
    gateway.upstream.inject({ fault: { kind: "hang" } });
    const sent = gateway.admin.agent.send.mutate({ message: "Hello.", requestId: "r" });
    await gateway.upstream.waitFor(({ active }) => active === 1);
    await cancel(gateway.admin, "r", sent);
    await gateway.upstream.waitFor(({ aborted }) => aborted === 1, AbortSignal.timeout(1_000));
    await expectQuiet(gateway);
    const [entry] = (await gateway.admin.audit.list.query()).entries;
    expect(entry).toMatchObject({
      action: "request.cancelled",
      target: "r",
      reason: "wrong number",
      who: expect.stringContaining("admin"),
    });
  });

  it("ends one that streams, and counts the tokens so far", async () => {
    await using gateway = await startGateway();
    gateway.upstream.inject({ fault: { kind: "stall", afterTokens: 3 } });
    const sent = gateway.admin.agent.send.mutate({ message: "Hello.", requestId: "r" });
    await expect
      .poll(() => gateway.admin.system.activeRequests.query(), { interval: 10 })
      .toMatchObject([{ phaseDetail: "streaming", outputTokens: 3 }]);
    await cancel(gateway.admin, "r", sent);
    await gateway.upstream.waitFor(({ aborted }) => aborted === 1, AbortSignal.timeout(1_000));
    const { request } = await gateway.admin.requests.get.query({ requestId: "r" });
    expect(request).toMatchObject({
      outcome: "cancelled",
      outputTokens: 3,
      usageSource: "estimated",
    });
    await expectQuiet(gateway);
  });

  it("ends one that is in a tool, and stops the tool", async () => {
    const { tool, called, stopped } = createStuckTool();
    await using gateway = await startGateway({ tools: [tool] });
    const sent = gateway.admin.agent.send.mutate({ message: "Use snooze.", requestId: "r" });
    await called;
    expect(await gateway.admin.system.activeRequests.query()).toMatchObject([
      { phase: "tool", phaseDetail: "snooze", tool: "snooze" },
    ]);
    await cancel(gateway.admin, "r", sent);
    await stopped;
    const { spans } = await gateway.admin.requests.get.query({ requestId: "r" });
    expect(spans.at(-1)).toMatchObject({ kind: "tool", status: "cancelled" });
    await expectQuiet(gateway);
  });

  it("says so where it had ended already, and where there never was one", async () => {
    await using gateway = await startGateway();
    const { cancel } = gateway.admin.agent;
    await gateway.admin.agent.send.mutate({ message: "Hello.", requestId: "r" });
    expect(await cancel.mutate({ requestId: "r" })).toEqual({ requestId: "r", cancelled: false });
    await expect(cancel.mutate({ requestId: "never" })).rejects.toMatchObject({
      data: { reason: "not_found" },
    });
  });

  it("lets an ingest token reach its own requests alone, and an operator all of them", async () => {
    await using gateway = await startGateway();
    gateway.upstream.inject({ fault: { kind: "hang" } });
    const [mine, other, operator] = await Promise.all([
      gateway.mint("ingest"),
      gateway.mint("ingest"),
      gateway.mint("operator"),
    ]);
    const own = gateway.client(mine.token);
    const letGo = await own.agent.start.mutate({ message: "Hello." });
    await own.agent.cancel.mutate({ requestId: letGo.requestId });
    const { requestId } = await own.agent.start.mutate({ message: "Hello." });
    await expect(
      gateway.client(other.token).agent.cancel.mutate({ requestId }),
    ).rejects.toMatchObject({ data: { reason: "not_found" } });
    expect(await gateway.client(operator.token).agent.cancel.mutate({ requestId })).toMatchObject({
      cancelled: true,
    });
    const { entries } = await gateway.admin.audit.list.query();
    expect(
      entries.filter(({ action }) => action === "request.cancelled").map(({ target }) => target),
    ).toEqual([requestId]);
  });
});

describe("a sender who leaves", () => {
  it("cancels what only it waited for", async () => {
    await using gateway = await startGateway();
    gateway.upstream.inject({ fault: { kind: "hang" } });
    const leaving = new AbortController();
    const sent = gateway.admin.agent.send.mutate(
      { message: "Hello.", requestId: "r" },
      { signal: leaving.signal },
    );
    await gateway.upstream.waitFor(({ active }) => active === 1);
    leaving.abort();
    await expect(sent).rejects.toThrow();
    await gateway.upstream.waitFor(({ aborted }) => aborted === 1, AbortSignal.timeout(1_000));
    await expect
      .poll(() => gateway.admin.requests.get.query({ requestId: "r" }), { interval: 10 })
      .toMatchObject({ request: { outcome: "cancelled" } });
    await expectQuiet(gateway);
  });

  it("cancels nothing that was started to go on by itself", async () => {
    await using gateway = await startGateway();
    gateway.upstream.inject({ fault: { kind: "slow", ttftMs: 200, gapMs: 0 } });
    const leaving = new AbortController();
    const input = { message: "Hello.", requestId: "r" };
    const left = gateway.admin.agent.send.mutate(input, { signal: leaving.signal });
    await gateway.upstream.waitFor(({ active }) => active === 1);
    await gateway.admin.agent.start.mutate(input);
    leaving.abort();
    await expect(left).rejects.toThrow();
    expect((await gateway.admin.agent.send.mutate(input)).text).not.toBe("");
    expect(gateway.upstream.stats()).toMatchObject({ requests: 1, aborted: 0 });
  });
});
