import { createClient, type RunEvent, type SignalboxClient } from "@signalbox/api-contract";
import { expect, it } from "vitest";
import { startGateway } from "./start-gateway.ts";
import { startTcpRelay } from "./tcp-relay.ts";

interface Told {
  readonly id: string;
  readonly data: RunEvent;
}

/** Everything a watcher is told of a run, to its end. */
async function watchRun(
  client: SignalboxClient,
  requestId: string,
  onEvent: (told: readonly Told[]) => void = () => {},
): Promise<readonly Told[]> {
  const told: Told[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  client.agent.stream.subscribe(
    { requestId },
    {
      onData: ({ id, data }) => {
        told.push({ id, data });
        onEvent(told);
      },
      onComplete: resolve,
      onError: reject,
    },
  );
  await promise;
  return told;
}

const textOf = (told: readonly Told[]) =>
  told.map(({ data }) => (data.type === "text" ? data.text : "")).join("");

it("tells a watcher whose connection drops twice all of one run, and nothing twice", async () => {
  await using relay = await startTcpRelay();
  await using gateway = await startGateway({
    config: { publicUrls: [relay.url] },
    upstream: { pace: 0.5 },
  });
  relay.leadTo(gateway.url);
  const { token } = await gateway.mint("ingest");
  const client = createClient({ url: relay.url, token });
  const input = { message: "Tell me of the railway.", requestId: "r" };
  await client.agent.start.mutate(input);
  const told = await watchRun(client, "r", ({ length }) => {
    if (length === 5 || length === 20) relay.cut();
  });
  const result = await client.agent.send.mutate(input);
  expect(told.at(-1)?.data).toEqual({ type: "done", result });
  expect(told.filter(({ data }) => data.type === "gap")).toEqual([]);
  expect(textOf(told)).toBe(result.text);
  expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
  expect(relay.connections).toBeGreaterThanOrEqual(3);
  expect(gateway.upstream.stats()).toMatchObject({ requests: 1, aborted: 0 });
});

it("tells those who come late the same as those who came first, tools included", async () => {
  await using gateway = await startGateway();
  const { admin } = gateway;
  const { requestId } = await admin.agent.start.mutate({ message: "What is 12 * 12?" });
  const first = await watchRun(admin, requestId);
  const late = await watchRun(admin, requestId);
  expect(late).toEqual(first);
  const tools = first.flatMap(({ data }) => (data.type === "tool" ? [data] : []));
  expect(tools).toMatchObject([
    { tool: "calculator", state: "started", output: null },
    { tool: "calculator", state: "ended", output: "144" },
  ]);
});

it("ends with the failure of a run that failed", async () => {
  await using gateway = await startGateway();
  gateway.upstream.inject({ fault: { kind: "error_in_stream", afterTokens: 2 } });
  const { admin } = gateway;
  const { requestId } = await admin.agent.start.mutate({ message: "Hello." });
  const told = await watchRun(admin, requestId);
  expect(told.at(-1)?.data).toMatchObject({
    type: "failed",
    requestId,
    errorKind: "upstream_5xx",
    text: textOf(told),
  });
});

it("shows a run to its own token and to operators, and to no other ingest token", async () => {
  await using gateway = await startGateway();
  const [mine, other] = await Promise.all([gateway.mint("ingest"), gateway.mint("ingest")]);
  const { requestId } = await gateway.client(mine.token).agent.start.mutate({ message: "Hello." });
  expect((await watchRun(gateway.client(mine.token), requestId)).at(-1)?.data.type).toBe("done");
  expect((await watchRun(gateway.admin, requestId)).at(-1)?.data.type).toBe("done");
  await expect(watchRun(gateway.client(other.token), requestId)).rejects.toMatchObject({
    data: { reason: "not_found" },
  });
});

it("goes on though its watcher leaves", async () => {
  await using gateway = await startGateway({ upstream: { pace: 0.2 } });
  const { admin } = gateway;
  const { requestId } = await admin.agent.start.mutate({ message: "Hello.", requestId: "r" });
  const seen = Promise.withResolvers<void>();
  const watching = admin.agent.stream.subscribe(
    { requestId },
    { onData: ({ data }) => data.type === "text" && seen.resolve() },
  );
  await seen.promise;
  watching.unsubscribe();
  expect((await watchRun(admin, requestId)).at(-1)?.data.type).toBe("done");
  expect(gateway.upstream.stats()).toMatchObject({ requests: 1, aborted: 0 });
});
