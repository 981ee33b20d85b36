import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const env = { SIGNALBOX_ADMIN_TOKEN: "sbx_admin-of-the-channel-tests-0123456789" };
const params = {
  model: "local/swift-1",
  messages: [{ role: "user" as const, content: "Hello there." }],
};

async function clientNamed({ admin }: TestGateway, name: string, window = {}) {
  const clients = await admin.channels.clients.query(window);
  return clients.find((client) => client.name === name);
}

async function channelNamed({ admin }: TestGateway, name: string, window = {}) {
  const channels = await admin.channels.list.query(window);
  return channels.find((channel) => channel.name === name);
}

it("tells what each client sent, what it cost, and who may send and does not", async () => {
  await using gateway = await startGateway({
    config: { prices: { "local/swift-1": { inputPerMTok: 1, outputPerMTok: 2 } } },
  });
  const shop = await gateway.mint("ingest", "shop");
  await gateway.mint("ingest", "quiet");
  const startedAt = Date.now();
  await gateway.openai(shop.token).chat.completions.create(params);
  gateway.upstream.inject({ fault: { kind: "context_length" } });
  await expect(gateway.openai(shop.token).chat.completions.create(params)).rejects.toMatchObject({
    status: 400,
  });

  const found = await clientNamed(gateway, "shop");
  expect(found).toMatchObject({ requests: 2, failed: 1, inFlight: 0, refused: 0, maySend: true });
  expect(found?.costUsd).toBeGreaterThan(0);
  expect(found?.latencyP95).toBeGreaterThan(0);
  expect(found?.lastSeenAt).toBeGreaterThanOrEqual(startedAt);
  expect(await clientNamed(gateway, "quiet")).toMatchObject({
    requests: 0,
    maySend: true,
    lastSeenAt: null,
  });
  expect(await channelNamed(gateway, "openai")).toMatchObject({
    kind: "channel",
    requests: 2,
    failed: 1,
    status: "ok",
  });
});

it("counts what is turned away at the door by where it went, who sent it and why", async () => {
  await using gateway = await startGateway();
  const shop = await gateway.mint("ingest", "shop");
  const send = async (path: string, token: string, body: string): Promise<number> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    return (await fetch(gateway.url + path, { method: "POST", headers, body })).status;
  };
  expect(await send("/v1/messages", "sbx_no.body", "{}")).toBe(401);
  expect(await send("/v1/responses", shop.token, '{"model":"nobody"}')).toBe(404);
  const large = JSON.stringify({ model: "a", input: "x".repeat(5 * 1024 * 1024) });
  expect(await send("/v1/responses", shop.token, large)).toBe(413);

  const { rows } = await gateway.admin.channels.refusals.query();
  expect(rows).toContainEqual(
    expect.objectContaining({ channel: "anthropic", client: null, status: 401, count: 1 }),
  );
  expect(rows).toContainEqual(
    expect.objectContaining({ channel: "openai", client: "shop", status: 413, count: 1 }),
  );
  expect(await channelNamed(gateway, "anthropic")).toMatchObject({ refusedByStatus: { 401: 1 } });
  expect(await clientNamed(gateway, "shop")).toMatchObject({
    requests: 0,
    refused: 2,
    refusedByStatus: { 404: 1, 413: 1 },
  });
});

it("counts a call over tRPC that found its lane full, and none that failed", async () => {
  await using gateway = await startGateway({
    config: { lanes: { maxDepth: 1 } },
    upstream: { pace: 1 },
  });
  const { admin } = gateway;
  const start = () =>
    admin.agent.start.mutate({ message: "Hello.", agent: "support", sessionId: "one" });
  await start();
  await start();
  await expect(start()).rejects.toMatchObject({ data: { httpStatus: 429 } });
  const { rows } = await admin.channels.refusals.query();
  expect(rows).toMatchObject([{ channel: "trpc", status: 429, count: 1 }]);
});

it("tells of a window before this start from the disk, its refusals included", async () => {
  await using directory = await temporaryDirectory();
  const startedAt = Date.now();
  const refuse = async ({ url }: TestGateway, times: number): Promise<void> => {
    const headers = { authorization: "Bearer sbx_no.body" };
    for (let n = 0; n < times; n += 1) {
      const { status } = await fetch(`${url}/v1/chat/completions`, { method: "POST", headers });
      expect(status).toBe(401);
    }
  };
  {
    await using gateway = await startGateway({ dataDir: directory.path, env });
    const shop = await gateway.mint("ingest", "shop");
    await gateway.openai(shop.token).chat.completions.create(params);
    await refuse(gateway, 2);
  }
  const before = Date.now();
  await using gateway = await startGateway({ dataDir: directory.path, env });
  const { refusals } = gateway.admin.channels;
  await refuse(gateway, 1);
  const long = { windowMs: 3_600_000 };
  expect(await clientNamed(gateway, "shop", long)).toMatchObject({ requests: 1 });
  const all = { requests: 1, refused: 3, refusedByStatus: { 401: 3 } };
  expect(await channelNamed(gateway, "openai", long)).toMatchObject(all);
  expect((await refusals.query(long)).rows).toMatchObject([{ client: null, count: 3 }]);
  // A window is told by the minutes that it touches: this start's may be the same one.
  const past = { windowMs: 3_600_000, at: before - 1 };
  const { refused, lastSeenAt } = (await channelNamed(gateway, "openai", past)) ?? {};
  expect(refused).toBeGreaterThanOrEqual(2);
  expect(lastSeenAt).toBeNull();
  const { knownFrom } = await refusals.query(past);
  expect(knownFrom).toBeGreaterThanOrEqual(startedAt);
  expect(knownFrom).toBeLessThan(before);
  const unknown = { windowMs: 3_600_000, at: startedAt - 60_000 };
  expect(await channelNamed(gateway, "openai", unknown)).toMatchObject({
    refused: null,
    refusedByStatus: null,
    lastSeenAt: null,
  });
});
