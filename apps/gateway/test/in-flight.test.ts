import { measureStream } from "@signalbox/practice/driver";
import { expect, it } from "vitest";
import { openLiveView } from "./live-view.ts";
import { startGateway } from "./start-gateway.ts";

const messages = [{ role: "user" as const, content: "Tell me of the railway." }];

/** What a page may be late by. */
const shownWithinMs = 500;
/** The machine may stand still once, for reasons of its own. */
const onWallClock = { retry: 2 };

it(
  "shows a request within half a second while it streams, and lets it go when it ends",
  onWallClock,
  async () => {
    await using gateway = await startGateway({ upstream: { pace: 1 } });
    const { token } = await gateway.mint("ingest", "crm");
    using view = await openLiveView(gateway.admin);
    const sentAt = Date.now();
    const call = measureStream(
      gateway.openai(token, "s-1"),
      { model: "local/swift-1", messages },
      {},
    );
    const first = await view.until(({ active }) => [...active.values()][0]);
    expect(Date.now() - sentAt).toBeLessThan(shownWithinMs);
    expect(first).toMatchObject({ sessionId: "s-1", channel: "openai", client: "crm" });
    expect(first).toMatchObject({ provider: "local", model: "swift-1", agent: null });

    const streaming = await view.until(({ active }) => {
      const row = active.get(first.id);
      return row?.phaseDetail === "streaming" && row.outputTokens > 0 ? row : null;
    });
    const firstTokenAt = gateway.upstream.stats().recent[0]?.tokenTimes[0] ?? 0;
    expect(Date.now() - firstTokenAt).toBeLessThan(shownWithinMs);
    const [row] = await gateway.admin.system.activeRequests.query();
    expect(row).toMatchObject({ id: first.id, phase: "model", phaseDetail: "streaming" });
    expect(row?.outputTokens).toBeGreaterThanOrEqual(streaming.outputTokens);

    const measured = await call;
    expect(await gateway.admin.system.activeRequests.query()).toEqual([]);
    const endedAt = Date.now();
    const ended = await view.until(({ ended }) => ended.get(first.id));
    expect(Date.now() - endedAt).toBeLessThan(shownWithinMs);
    expect(view.active.size).toBe(0);
    expect(ended).toMatchObject({ outcome: "ok", usageSource: "reported", errorKind: null });
    expect(ended.outputTokens).toBe(measured.tokens);
  },
);

it("measures what the client measured, within 5 %", onWallClock, async () => {
  await using gateway = await startGateway({ upstream: { pace: 1, seed: 3 } });
  const { token } = await gateway.mint("ingest");
  const measured = await measureStream(gateway.openai(token), {
    model: "local/steady-1",
    messages,
    stream_options: { include_usage: true },
  });
  const { modelCalls } = await gateway.admin.system.metrics.query();
  const [call] = modelCalls.recentCalls;
  const near = (value: number | null | undefined, expected: number | undefined) => {
    expect(Math.abs((value ?? 0) / (expected ?? Number.NaN) - 1)).toBeLessThan(0.05);
  };
  expect(call?.outputTokens).toBe(measured.usage?.completion_tokens);
  expect(call?.inputTokens).toBe(measured.usage?.prompt_tokens);
  near(call?.latency, measured.latencyMs);
  near(call?.ttft, measured.ttftMs);
  near(call?.tokensPerSec, measured.tokensPerSec);
});
