import { createClient } from "@signalbox/api-contract";
import { startPracticeUpstream } from "@signalbox/practice/upstream";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import type { Tool } from "../src/tools/index.ts";
import { startProcess } from "./gateway-process.ts";
import { startGateway } from "./start-gateway.ts";

it("knows after a kill what had ended and what it interrupted, and runs neither again", async () => {
  await using upstream = await startPracticeUpstream({ pace: 0 });
  await using directory = await temporaryDirectory();
  const local = { kind: "openai-compatible", baseUrl: upstream.url, allowPrivate: true };
  const config = { providers: { local }, agents: { support: { model: "local/swift-1" } } };
  await writeFile(join(directory.path, "signalbox.yaml"), JSON.stringify(config));

  await using before = await startProcess(directory.path);
  const token = before.adminToken ?? "";
  const first = createClient({ url: before.url, token });
  const done = { message: "Hello.", sessionId: "s", requestId: "done" };
  const result = await first.agent.send.mutate(done);
  upstream.inject({ fault: { kind: "slow", gapMs: 100 } });
  const open = { message: "Hello.", sessionId: "s", requestId: "open" };
  await first.agent.start.mutate(open);
  await upstream.waitFor(({ tokensSent, active }) => active === 1 && tokensSent > 5);
  before.child.kill("SIGKILL");
  await before.ended;
  const asked = upstream.stats().requests;

  await using after = await startProcess(directory.path);
  const again = createClient({ url: after.url, token });
  expect(await again.agent.send.mutate(done)).toEqual(result);
  await expect(again.agent.send.mutate({ ...done, message: "Other." })).rejects.toMatchObject({
    data: { reason: "conflict", httpStatus: 409 },
  });
  await expect(again.agent.send.mutate(open)).rejects.toMatchObject({
    message: expect.stringContaining("interrupted"),
    data: { requestId: "open", errorKind: "interrupted", reason: "interrupted", httpStatus: 409 },
  });
  expect(upstream.stats().requests).toBe(asked);
  // The session goes on all the same.
  upstream.clearFaults();
  const next = await again.agent.send.mutate({ message: "Go on.", sessionId: "s" });
  expect(next.usage.inputTokens).toBeGreaterThan(result.usage.inputTokens);
});

it("tells a race of duplicates, and a watcher that was dropped in the middle, of one run", async () => {
  await using gateway = await startGateway();
  const { token } = await gateway.mint("ingest");
  gateway.upstream.inject({ fault: { kind: "slow", gapMs: 10 } });
  const input = { message: "Hello.", sessionId: "s", requestId: "r" };
  const started = await Promise.all(
    Array.from({ length: 6 }, () => gateway.client(token).agent.start.mutate(input)),
  );
  expect(new Set(started.map((one) => JSON.stringify(one))).size).toBe(1);
  const sent = Promise.all(
    Array.from({ length: 6 }, () => gateway.client(token).agent.send.mutate(input)),
  );
  let seen = "";
  let lastEventId: string | undefined;
  let hasEnded = false;
  const watch = (until: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const subscription = gateway.client(token).agent.stream.subscribe(
        { requestId: "r", lastEventId },
        {
          onData: ({ id, data }) => {
            lastEventId = id;
            if (data.type === "text") seen += data.text;
            hasEnded ||= data.type === "done";
            if (!until() && !hasEnded) return;
            subscription.unsubscribe();
            resolve();
          },
          onError: reject,
        },
      );
    });
  await watch(() => seen.length > 20);
  expect(hasEnded).toBe(false);
  await watch(() => hasEnded);
  const results = await sent;
  expect(new Set(results.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(seen).toBe(results[0]?.text);
  expect(gateway.upstream.stats().requests).toBe(1);
  expect(await gateway.admin.system.metrics.query()).toMatchObject({ messagesProcessed: 1 });
});

const throwingTool: Tool = {
  name: "grinder",
  description: "Grinds.",
  inputSchema: { type: "object", properties: {} },
  source: "built-in",
  run: () => {
    throw new TypeError("teeth are not a function");
  },
};

it("ends a message whose tool always throws, tells why, and the lane goes on", async () => {
  await using gateway = await startGateway({ tools: [throwingTool] });
  const { admin } = gateway;
  const input = { message: "Please use the grinder now.", sessionId: "s", requestId: "r" };
  const result = await admin.agent.send.mutate(input);
  expect(result.steps).toBeLessThanOrEqual(8);
  const { spans } = await admin.requests.get.query({ requestId: "r" });
  expect(spans.filter(({ kind }) => kind === "tool")).toMatchObject([{ status: "failed" }]);
  expect(await admin.system.events.query({ level: "error" })).toMatchObject([
    { source: "tool.grinder", message: expect.stringContaining("teeth are not a function") },
  ]);
  expect((await admin.agent.send.mutate({ message: "Hello.", sessionId: "s" })).text).not.toBe("");
});

it("tries a message that always fails a few times, then gives it up with its reason, once for all", async () => {
  await using gateway = await startGateway({
    provider: { retries: { maxAttempts: 2, baseMs: 1 } },
  });
  const { admin, upstream } = gateway;
  upstream.inject({ fault: { kind: "server_error", status: 500 } });
  const input = { message: "Hello.", sessionId: "s", requestId: "r" };
  const failed = {
    message: expect.stringContaining("local answered 500"),
    data: { errorKind: "upstream_5xx" },
  };
  await expect(admin.agent.send.mutate(input)).rejects.toMatchObject(failed);
  await expect(admin.agent.send.mutate(input)).rejects.toMatchObject(failed);
  expect(upstream.stats().requests).toBe(2);
});

/** Tools that end only once each of them has been called. */
function createMeetingTools(names: readonly string[]): Tool[] {
  const met = Promise.withResolvers<void>();
  let waiting = 0;
  return names.map((name) => ({
    name,
    description: "Waits for the others.",
    inputSchema: { type: "object", properties: {} },
    source: "built-in",
    run: async () => {
      waiting += 1;
      if (waiting === names.length) met.resolve();
      await met.promise;
      return "met";
    },
  }));
}

it("runs the tools that a model calls at once side by side", async () => {
  const tools = createMeetingTools(["alpha", "beta", "gamma"]);
  await using gateway = await startGateway({ tools });
  const message = "Please use alpha, then use beta and use gamma.";
  const { requestId } = await gateway.admin.agent.send.mutate({ message });
  const { spans } = await gateway.admin.requests.get.query({ requestId });
  const called = spans.filter(({ kind }) => kind === "tool");
  expect(called.map(({ name, status }) => [name, status])).toEqual([
    ["alpha", "ok"],
    ["beta", "ok"],
    ["gamma", "ok"],
  ]);
});
