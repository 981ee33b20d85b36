import { measureStream } from "@signalbox/practice/driver";
import { expect, it } from "vitest";
import { startGateway } from "./start-gateway.ts";

const messages = [{ role: "user" as const, content: "Hello." }];
const many = 8;

it("sends every answer that was due before it closes its connections", async () => {
  await using gateway = await startGateway();
  // The first run loads what the others need no more.
  await gateway.admin.agent.send.mutate({ message: "Hello." });
  gateway.upstream.inject({ fault: { kind: "slow", ttftMs: 1_200, gapMs: 0 } });
  const { token } = await gateway.mint("ingest");
  const openai = gateway.openai(token);
  const runs = Array.from({ length: many }, () =>
    gateway.client(token).agent.send.mutate({ message: "Hello." }),
  );
  const streams = Array.from({ length: many }, () =>
    measureStream(openai, { model: "local/swift-1", messages }),
  );
  const wholes = Array.from({ length: many }, () =>
    openai.chat.completions.create({ model: "local/swift-1", messages }),
  );
  await gateway.upstream.waitFor(({ active }) => active === 3 * many);
  const stopping = "Stopping: 24 requests have up to 5 s to finish.";
  expect(gateway.gateway.stopping(5_000)).toBe(stopping);
  const told = Promise.withResolvers<void>();
  const watched = Promise.withResolvers<void>();
  const watching = gateway.admin.system.onEvents.subscribe(undefined, {
    onStarted: () => watched.resolve(),
    onData: ({ data }) => {
      if (data.message === stopping) told.resolve();
    },
  });
  await watched.promise;
  const stopped = gateway.gateway.stop(5_000);
  await told.promise;
  watching.unsubscribe();
  for (const { text } of await Promise.all(runs)) expect(text).not.toBe("");
  for (const { error } of await Promise.all(streams)) expect(error).toBeUndefined();
  for (const { choices } of await Promise.all(wholes)) expect(choices).toHaveLength(1);
  await stopped;
});

it.each(["live", "onMetrics", "onEvents", "onActiveRequests"] as const)(
  "tells the subscribers of system.%s to come back, not that all was said",
  async (name) => {
    await using gateway = await startGateway();
    let completed = false;
    const opened = Promise.withResolvers<void>();
    const lost = Promise.withResolvers<string>();
    const subscription = gateway.admin.system[name].subscribe(undefined, {
      onStarted: () => opened.resolve(),
      onConnectionStateChange: ({ state, error }) => {
        if (state === "connecting" && error !== null) lost.resolve(error.message);
      },
      onComplete: () => (completed = true),
    });
    await opened.promise;
    await gateway.gateway.stop();
    expect(await lost.promise).not.toBe("");
    expect(completed).toBe(false);
    subscription.unsubscribe();
  },
);
