import { expect, it } from "vitest";
import { startGateway } from "./start-gateway.ts";

it("runs a requestId once however often it is sent at once, and tells all its result", async () => {
  await using gateway = await startGateway();
  const { token } = await gateway.mint("ingest");
  const input = { message: "Hello.", sessionId: "s", requestId: "r" };
  const results = await Promise.all(
    Array.from({ length: 8 }, () => gateway.client(token).agent.send.mutate(input)),
  );
  expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
  expect(await gateway.client(token).agent.send.mutate(input)).toEqual(results[0]);
  expect(gateway.upstream.stats().requests).toBe(1);
  expect(await gateway.admin.system.metrics.query()).toMatchObject({ messagesProcessed: 1 });
});

it("refuses the same requestId with another body", async () => {
  await using gateway = await startGateway();
  const { send, start } = gateway.admin.agent;
  await send.mutate({ message: "Hello.", requestId: "r" });
  const conflict = { data: { reason: "conflict", httpStatus: 409 } };
  await expect(send.mutate({ message: "Other.", requestId: "r" })).rejects.toMatchObject(conflict);
  await expect(
    start.mutate({ message: "Hello.", sessionId: "s", requestId: "r" }),
  ).rejects.toMatchObject(conflict);
  expect(gateway.upstream.stats().requests).toBe(1);
});

it("takes one requestId of two tokens for two requests, each of which sees its own", async () => {
  await using gateway = await startGateway();
  const tokens = await Promise.all([gateway.mint("ingest", "a"), gateway.mint("ingest", "b")]);
  const results = await Promise.all(
    tokens.map(({ token }, index) =>
      gateway
        .client(token)
        .agent.send.mutate({ message: `I am ${index}.`, sessionId: "s", requestId: "r" }),
    ),
  );
  expect(gateway.upstream.stats().requests).toBe(2);
  expect(new Set(results.map(({ requestId }) => requestId)).size).toBe(2);
  const { requests } = await gateway.admin.requests.list.query({});
  expect(requests.map(({ client }) => client).toSorted()).toEqual(["a", "b"]);
  expect(new Set(requests.map(({ lane }) => lane)).size).toBe(2);
});

it("gives the same failure again, and lets one that was never taken be sent again", async () => {
  await using gateway = await startGateway();
  const { send } = gateway.admin.agent;
  const fault = gateway.upstream.inject({ fault: { kind: "server_error", status: 500 } });
  const input = { message: "Hello.", requestId: "r" };
  const failed = { data: { reason: "upstream", errorKind: "upstream_5xx", requestId: "r" } };
  await expect(send.mutate(input)).rejects.toMatchObject(failed);
  const asked = gateway.upstream.stats().requests;
  fault.remove();
  await expect(send.mutate(input)).rejects.toMatchObject({
    ...failed,
    message: expect.stringContaining("This is how it ended; send it again with another requestId."),
  });
  expect(gateway.upstream.stats().requests).toBe(asked);

  const unknown = { message: "Hello.", requestId: "u", agent: "nobody" };
  await expect(send.mutate(unknown)).rejects.toMatchObject({ data: { reason: "not_found" } });
  expect((await send.mutate({ message: "Hello.", requestId: "u" })).requestId).toBe("u");
});

it("tells of a kept failure no time to wait: what has ended ends no other way", async () => {
  await using gateway = await startGateway({ provider: { retries: { maxAttempts: 1 } } });
  const { send } = gateway.admin.agent;
  gateway.upstream.inject({ fault: { kind: "rate_limit", retryAfterMs: 60_000 } });
  const input = { message: "Hello.", requestId: "r" };
  const first: unknown = await send.mutate(input).catch((error: unknown) => error);
  expect(first).toMatchObject({ data: { reason: "rate_limit", retryAfterMs: 60_000 } });
  const again: unknown = await send.mutate(input).catch((error: unknown) => error);
  expect(again).toMatchObject({ data: { reason: "rate_limit" } });
  expect(again).not.toHaveProperty("data.retryAfterMs");
});
