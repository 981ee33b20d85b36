import { createClient, type SystemEvent } from "@signalbox/api-contract";
import { measureStream } from "@signalbox/practice/driver";
import { expect, it } from "vitest";
import { openLiveView } from "./live-view.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";
import { startTcpRelay } from "./tcp-relay.ts";

const messages = [{ role: "user" as const, content: "Hello." }];

/** What fails is seen at once: nothing is tried again, and nothing is kept from being called. */
const provider = { retries: { maxAttempts: 1 }, breaker: { failures: 1_000 } };

async function failOnce(gateway: TestGateway): Promise<void> {
  gateway.upstream.inject({ fault: { kind: "server_error", status: 500 }, times: 1 });
  await measureStream(gateway.openai(gateway.adminToken), { model: "local/swift-1", messages });
}

it("system.onEvents tells each event once, those of a lost connection's time too", async () => {
  await using relay = await startTcpRelay();
  await using gateway = await startGateway({ config: { publicUrls: [relay.url] }, provider });
  relay.leadTo(gateway.url);
  const told: SystemEvent[] = [];
  let wake = (): void => {};
  const opened = Promise.withResolvers<void>();
  const client = createClient({ url: relay.url, token: gateway.adminToken });
  const subscription = client.system.onEvents.subscribe(undefined, {
    onStarted: () => opened.resolve(),
    onData: ({ data }) => {
      // Whatever else is worth a word comes in between.
      if (data.level === "error") told.push(data);
      wake();
    },
  });
  await opened.promise;
  const atLeast = async (count: number): Promise<void> => {
    while (told.length < count) {
      const next = Promise.withResolvers<void>();
      wake = next.resolve;
      await next.promise;
    }
  };
  await failOnce(gateway);
  await atLeast(1);
  relay.cut();
  await failOnce(gateway);
  await failOnce(gateway);
  await atLeast(3);
  subscription.unsubscribe();
  const events = await gateway.admin.system.events.query({ level: "error" });
  expect(told).toEqual(events.toReversed());
  expect(relay.connections).toBeGreaterThan(1);
});

it("system.onMetrics and system.onActiveRequests tell what is new", async () => {
  await using gateway = await startGateway();
  gateway.upstream.inject({ fault: { kind: "hang" } });
  const { admin } = gateway;
  const processed = Promise.withResolvers<void>();
  const metrics = admin.system.onMetrics.subscribe(undefined, {
    onData: ({ data }) => data.messagesProcessed === 1 && processed.resolve(),
  });
  const shown = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  let isShown = false;
  const active = admin.system.onActiveRequests.subscribe(undefined, {
    onData: ({ data }) => {
      if (isShown && data.length === 0) gone.resolve();
      isShown ||= data.some(({ id }) => id === "r");
      if (isShown) shown.resolve();
    },
  });
  await admin.agent.start.mutate({ message: "Hello.", requestId: "r" });
  await shown.promise;
  await admin.agent.cancel.mutate({ requestId: "r" });
  await Promise.all([gone.promise, processed.promise]);
  metrics.unsubscribe();
  active.unsubscribe();
});

it("system.live resumes after the last frame that came, with nothing missing or twice", async () => {
  await using relay = await startTcpRelay();
  await using gateway = await startGateway({ config: { publicUrls: [relay.url] } });
  relay.leadTo(gateway.url);
  using view = await openLiveView(createClient({ url: relay.url, token: gateway.adminToken }));
  const { admin } = gateway;
  await admin.agent.send.mutate({ message: "Hello.", requestId: "before" });
  await view.until(({ ended }) => ended.has("before"));
  relay.cut();
  await admin.agent.send.mutate({ message: "Hello.", requestId: "meanwhile" });
  await view.until(({ ended }) => ended.has("meanwhile"));
  const types = view.messages.map(({ type }) => type);
  expect(types[0]).toBe("snapshot");
  expect(types.slice(1)).toEqual(types.slice(1).map(() => "frame"));
  const seqs = view.messages.flatMap((message) => (message.type === "gap" ? [] : [message.seq]));
  expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
  expect(relay.connections).toBeGreaterThan(1);
});

it("system.live begins anew, and says so, for one who comes back from another boot", async () => {
  await using gateway = await startGateway();
  const response = await fetch(`${gateway.url}/trpc/system.live`, {
    headers: {
      authorization: `Bearer ${gateway.adminToken}`,
      "last-event-id": "another-boot:7",
    },
  });
  const reader = response.body?.getReader();
  let text = "";
  while (!text.includes('"type":"snapshot"')) {
    const { value = new Uint8Array() } = (await reader?.read()) ?? {};
    text += Buffer.from(value).toString();
  }
  expect(text.indexOf('"type":"gap"')).toBeGreaterThan(-1);
  expect(text.indexOf('"type":"gap"')).toBeLessThan(text.indexOf('"type":"snapshot"'));
  await reader?.cancel();
});

it("shows the failing of a model: its row, the event, the chart and the sentence on top", async () => {
  await using gateway = await startGateway({ provider });
  using view = await openLiveView(gateway.admin);
  for (let call = 0; call < 5; call += 1) await failOnce(gateway);
  const frame = await view.until(({ messages }) =>
    messages.find((message) => message.type === "frame" && message.verdict?.level === "bad"),
  );
  expect(frame).toMatchObject({
    verdict: { headline: expect.stringContaining("5 of 5 requests failed") },
    models: [{ provider: "local", model: "swift-1", state: "failing", failed: 5 }],
  });
  const events = view.messages.flatMap((message) =>
    message.type === "frame" ? (message.events ?? []) : [],
  );
  expect(events.map(({ level, source }) => [level, source])).toEqual(
    Array.from({ length: 5 }, () => ["error", "model.local"]),
  );
  const { points } = await gateway.admin.history.overview.query({
    from: Date.now() - 60_000,
    to: Date.now(),
  });
  expect(points.reduce((sum, { failed }) => sum + failed, 0)).toBe(5);
});
