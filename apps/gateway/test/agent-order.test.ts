import type { RequestDetail } from "@signalbox/api-contract";
import { expect, it } from "vitest";
import { startGateway } from "./start-gateway.ts";

interface Ran {
  readonly from: number;
  readonly to: number;
}

/** When it ran, by its own spans: from leaving its queue to its end. */
function ranIn({ request, spans }: RequestDetail): Ran {
  const [queue] = spans;
  return { from: queue?.endedAt ?? Number.NaN, to: request.endedAt ?? Number.NaN };
}

it("runs three messages of one session one after the other, in the order they came", async () => {
  await using gateway = await startGateway({ upstream: { pace: 0.2 } });
  const { admin } = gateway;
  const ids = ["r-1", "r-2", "r-3"];
  const results = await Promise.all(
    ids.map((requestId) =>
      admin.agent.send.mutate({ message: `I am ${requestId}.`, sessionId: "s", requestId }),
    ),
  );
  expect(results.map(({ requestId }) => requestId)).toEqual(ids);
  const details = await Promise.all(
    ids.map((requestId) => admin.requests.get.query({ requestId })),
  );
  const inOrder = details.map(ranIn).toSorted((a, b) => a.from - b.from);
  expect(inOrder[1]?.from).toBeGreaterThanOrEqual(inOrder[0]?.to ?? Infinity);
  expect(inOrder[2]?.from).toBeGreaterThanOrEqual(inOrder[1]?.to ?? Infinity);
  const { conversation } = await admin.sessions.get.query({ sessionId: "s" });
  expect(conversation.map(({ role }) => role)).toEqual(
    Array.from({ length: 3 }, () => ["user", "assistant"]).flat(),
  );
});

it("runs messages of three sessions at the same time", async () => {
  await using gateway = await startGateway();
  gateway.upstream.inject({ fault: { kind: "slow", ttftMs: 300, gapMs: 0 } });
  const { admin, upstream } = gateway;
  const all = Promise.all(
    ["a", "b", "c"].map((sessionId) => admin.agent.send.mutate({ message: "Hello.", sessionId })),
  );
  await upstream.waitFor(({ active }) => active === 3);
  const rows = await admin.system.activeRequests.query();
  expect(rows.map(({ phase }) => phase)).toEqual(["model", "model", "model"]);
  await all;
});

it("holds agent runs to the slots there are, and says what the others wait for", async () => {
  await using gateway = await startGateway({ config: { lanes: { concurrency: 2 } } });
  gateway.upstream.inject({ fault: { kind: "slow", ttftMs: 200, gapMs: 0 } });
  const { admin, upstream } = gateway;
  const all = Promise.all(
    ["a", "b", "c", "d"].map((sessionId) =>
      admin.agent.send.mutate({ message: "Hello.", sessionId }),
    ),
  );
  await upstream.waitFor(({ active }) => active === 2);
  await expect
    .poll(() => admin.system.metrics.query(), { interval: 10 })
    .toMatchObject({ activeRequests: 4, queueDepth: 2, slots: { used: 2, total: 2 } });
  const waiting = await admin.requests.list.query({ state: "queued" });
  expect(waiting.requests.map(({ phaseDetail }) => phaseDetail)).toEqual(["slot", "slot"]);
  await all;
  const { spans } = await admin.requests.get.query({
    requestId: waiting.requests[0]?.id ?? "",
  });
  expect(spans[0]).toMatchObject({ kind: "queue", waitsFor: "slot", status: "ok" });
});

it("turns a message away where its lane is full, and says when to come back", async () => {
  await using gateway = await startGateway({ config: { lanes: { maxDepth: 1 } } });
  gateway.upstream.inject({ fault: { kind: "hang" } });
  const { admin } = gateway;
  const start = (requestId: string) =>
    admin.agent.start.mutate({ message: "Hello.", sessionId: "s", requestId });
  await start("runs");
  await start("waits");
  await expect(start("refused")).rejects.toMatchObject({
    data: { reason: "queue_full", httpStatus: 429, retryAfterMs: expect.any(Number) },
  });
  const [lane] = await admin.lanes.list.query();
  expect(lane).toMatchObject({ depth: 1, running: 1, runningRequestId: "runs", waitsFor: "lane" });
  const { requests } = await admin.requests.list.query({ state: "queued" });
  expect(requests).toMatchObject([{ id: "waits", blockedBy: "runs" }]);
});
