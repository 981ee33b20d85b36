import { createClient } from "@signalbox/api-contract";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startProcess } from "./gateway-process.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

/** A gateway whose upstream answers nothing until its faults are cleared for what comes then. */
async function startHanging(lanes: object = {}) {
  const gateway = await startGateway({ config: { lanes } });
  const hang = gateway.upstream.inject({
    fault: { kind: "hang" },
    match: ({ text }) => text.includes("hang"),
  });
  return { gateway, hang };
}

const start = ({ admin }: TestGateway, requestId: string, sessionId: string, message = "hang") =>
  admin.agent.start.mutate({ message, sessionId, requestId });

const laneOf = async ({ admin }: TestGateway, sessionId: string) => {
  const rows = await admin.lanes.list.query();
  return rows.find((row) => row.sessionId === sessionId);
};

async function queued({ admin }: TestGateway): Promise<unknown[]> {
  const { requests } = await admin.requests.list.query({ state: "queued" });
  return requests.map(({ id, phaseDetail }) => [id, phaseDetail]);
}

it("pauses a lane: what runs goes on, nothing else starts, and everyone sees why", async () => {
  const { gateway } = await startHanging();
  await using _ = gateway;
  const { admin, upstream } = gateway;
  await start(gateway, "runs", "s");
  await upstream.waitFor(({ active }) => active === 1);
  await start(gateway, "waits", "s", "Hello.");
  const before = await laneOf(gateway, "s");
  expect(before).toMatchObject({
    depth: 1,
    waitsFor: "lane",
    blockedBy: { requestId: "runs", phase: "model", phaseDetail: "waiting" },
    paused: null,
    draining: null,
  });
  const lane = before?.lane ?? "";
  const { until, durable } = await admin.lanes.pause.mutate({ lane, reason: "look first" });
  expect(durable).toBe(true);
  expect(await queued(gateway)).toEqual([["waits", "paused"]]);
  expect(await laneOf(gateway, "s")).toMatchObject({
    waitsFor: "paused",
    running: 1,
    paused: { until, reason: "look first", by: "admin", since: expect.any(Number) },
  });
  await admin.agent.cancel.mutate({ requestId: "runs" });
  await expect.poll(() => laneOf(gateway, "s")).toMatchObject({ running: 0, depth: 1 });
  const { spans } = await admin.requests.get.query({ requestId: "waits" });
  expect(spans).toMatchObject([{ kind: "queue", waitsFor: "paused", status: "running" }]);

  expect(await admin.lanes.resume.mutate({ lane })).toEqual({ resumed: 1, durable: true });
  await expect
    .poll(() => admin.requests.get.query({ requestId: "waits" }))
    .toMatchObject({ request: { outcome: "ok" } });
  const events = await admin.system.events.query({ source: "lane" });
  expect(events.map(({ level, message }) => [level, message])).toEqual([
    ["info", "admin · s: resumed by admin."],
    ["warn", expect.stringMatching(/^admin · s: paused by admin \(look first\), until /)],
  ]);
});

it("pauses all lanes only where that is said, shows it though nothing waits, and health warns", async () => {
  await using gateway = await startGateway();
  const { admin } = gateway;
  // What a client that is not typed may send.
  const omitted: object = {};
  await expect(
    admin.lanes.pause.mutate(omitted as { all: true }),
    "nothing was named",
  ).rejects.toMatchObject({ data: { httpStatus: 400 } });
  expect(await admin.lanes.list.query()).toEqual([]);

  await admin.lanes.pause.mutate({ all: true, forMs: null, reason: "update" });
  expect(await admin.lanes.list.query()).toMatchObject([
    { lane: "*", label: "All lanes", channel: null, paused: { until: null, reason: "update" } },
  ]);
  await expect
    .poll(() => admin.system.health.query(), { timeout: 3_000 })
    .toMatchObject({ status: "warn" });
  const { components } = await admin.system.health.query();
  expect(components.find(({ name }) => name === "lanes")).toMatchObject({
    name: "lanes",
    status: "warn",
    reason: "all lanes are paused by admin (update), until somebody resumes it",
  });
  const sent = admin.agent.send.mutate({ message: "Hello.", sessionId: "s", requestId: "r" });
  await expect.poll(() => queued(gateway)).toEqual([["r", "paused"]]);
  expect(await laneOf(gateway, "s")).toMatchObject({ paused: { reason: "update" } });
  await admin.lanes.resume.mutate({ all: true });
  expect((await sent).text).not.toBe("");
  expect(await admin.lanes.list.query()).toEqual([]);
});

it("clears one lane, or what runs too, with the reason and no error counted", async () => {
  const { gateway } = await startHanging();
  await using _ = gateway;
  const { admin, upstream } = gateway;
  await start(gateway, "a-1", "a");
  await start(gateway, "a-2", "a");
  await start(gateway, "a-3", "a");
  await start(gateway, "b-1", "b");
  await upstream.waitFor(({ active }) => active === 2);
  const lane = (await laneOf(gateway, "a"))?.lane ?? "";
  expect(await admin.lanes.clear.mutate({ lane, reason: "stale" })).toEqual({ cancelled: 2 });
  await expect
    .poll(() => admin.requests.get.query({ requestId: "a-3" }))
    .toMatchObject({
      request: {
        outcome: "cancelled",
        errorKind: "cancelled",
        errorMessage: "Its lane was cleared by admin: stale",
      },
    });
  expect(await admin.system.metrics.query()).toMatchObject({ activeRequests: 2, queueDepth: 0 });
  expect(await admin.lanes.clear.mutate({ all: true, includeRunning: true })).toEqual({
    cancelled: 2,
  });
  await expect
    .poll(() => admin.system.metrics.query())
    .toMatchObject({ activeRequests: 0, errors: 0, messagesProcessed: 4, slots: { used: 0 } });
});

it("drains a lane: refuses what is new with when to come back, and finishes what is there", async () => {
  const { gateway, hang } = await startHanging();
  await using _ = gateway;
  const { admin, upstream } = gateway;
  await start(gateway, "runs", "s");
  await upstream.waitFor(({ active }) => active === 1);
  await start(gateway, "waits", "s", "Hello.");
  const lane = (await laneOf(gateway, "s"))?.lane ?? "";
  await admin.lanes.drain.mutate({ lane, forMs: 20_000 });
  const openai = gateway.openai((await gateway.mint("ingest")).token, "s");
  const messages = [{ role: "user" as const, content: "Hello." }];
  await expect(start(gateway, "late", "s")).rejects.toMatchObject({
    message: expect.stringContaining("being drained by admin"),
    data: { httpStatus: 429, reason: "queue_full", retryAfterMs: expect.any(Number) },
  });
  // Another token's session of the same name is another lane.
  await openai.chat.completions.create({ model: "local/swift-1", messages });
  expect(await laneOf(gateway, "s")).toMatchObject({ depth: 1, draining: { by: "admin" } });
  hang.remove();
  await admin.agent.cancel.mutate({ requestId: "runs" });
  await expect
    .poll(() => admin.requests.get.query({ requestId: "waits" }))
    .toMatchObject({ request: { outcome: "ok" } });
  await admin.lanes.drain.mutate({ all: true });
  const refused = openai.chat.completions.create({ model: "local/swift-1", messages });
  await expect(refused).rejects.toMatchObject({ status: 429 });
  const headers = await refused.catch((error: unknown) => Object(error).headers);
  // A drain lasts a quarter of an hour where nothing else is said.
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(800);
  expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(900);
});

it("says who holds the slots that lanes wait for", async () => {
  const { gateway } = await startHanging({ concurrency: 3 });
  await using _ = gateway;
  const { upstream } = gateway;
  const crm = await gateway.mint("ingest", "crm");
  const client = gateway.client(crm.token);
  await client.agent.start.mutate({ message: "hang", sessionId: "c-1" });
  await client.agent.start.mutate({ message: "hang", sessionId: "c-2" });
  await start(gateway, "a", "a");
  await upstream.waitFor(({ active }) => active === 3);
  await start(gateway, "b", "b");
  expect(await laneOf(gateway, "b")).toMatchObject({
    waitsFor: "slot",
    blockedBy: null,
    slotHolders: [
      { client: "crm", count: 2 },
      { client: "admin", count: 1 },
    ],
    slots: {
      used: 3,
      total: 3,
      longest: { client: "crm", lane: expect.stringMatching(/c-1$/), since: expect.any(Number) },
    },
  });
  expect(await laneOf(gateway, "a")).toMatchObject({
    waitsFor: null,
    slotHolders: [],
    slots: null,
  });
});

it("says what the one that runs waits for itself: its model, which an operator paused", async () => {
  await using gateway = await startGateway();
  const { admin } = gateway;
  await admin.models.pause.mutate({ provider: "local" });
  await start(gateway, "held", "s", "Hello.");
  await expect
    .poll(() => laneOf(gateway, "s"))
    .toMatchObject({ running: 1, depth: 0, waitsFor: "paused", blockedBy: null, paused: null });
  await start(gateway, "behind", "s", "Hello.");
  expect(await laneOf(gateway, "s")).toMatchObject({
    depth: 1,
    waitsFor: "lane",
    blockedBy: { requestId: "held", phase: "queued", phaseDetail: "paused" },
  });
  await admin.models.resume.mutate({ provider: "local" });
  await expect.poll(() => laneOf(gateway, "s"), { timeout: 5_000 }).toBeUndefined();
});

it("knows no lane that nobody could have, and lets no viewer or client hold one", async () => {
  await using gateway = await startGateway();
  const { admin } = gateway;
  for (const lane of ["nonsense", "nobody/s", "*", "/", "nobody/~one-shot"]) {
    await expect(admin.lanes.pause.mutate({ lane })).rejects.toMatchObject({
      data: { httpStatus: 404, reason: "not_found" },
    });
  }
  const crm = await gateway.mint("ingest", "crm");
  await admin.lanes.pause.mutate({ lane: `${crm.id}/later`, forMs: 60_000 });
  expect(await admin.lanes.list.query()).toMatchObject([
    { label: "crm · later", client: "crm", sessionId: "later", depth: 0, running: 0 },
  ]);
  for (const role of ["viewer", "ingest"] as const) {
    const { token } = await gateway.mint(role);
    const client = gateway.client(token);
    await expect(client.lanes.pause.mutate({ all: true })).rejects.toMatchObject({
      data: { httpStatus: 403 },
    });
    await expect(client.audit.list.query({})).rejects.toMatchObject({ data: { httpStatus: 403 } });
  }
});

it("has on record who made and revoked tokens and held lanes, and no secret", async () => {
  await using gateway = await startGateway();
  const { admin } = gateway;
  const { id, token } = await gateway.mint("operator", "night shift");
  await gateway.client(token).lanes.pause.mutate({ all: true, reason: "quiet" });
  await admin.auth.revokeToken.mutate({ id });
  const { entries, firstBadSeq } = await admin.audit.list.query({});
  expect(firstBadSeq).toBeNull();
  expect(entries.map(({ who, action, target }) => [who.split(" (")[0], action, target])).toEqual([
    ["admin", "token.revoked", id],
    ["night shift", "lane.paused", "*"],
    ["admin", "token.created", id],
  ]);
  expect(entries[2]?.after).toEqual({
    name: "night shift",
    role: "operator",
    expiresAt: null,
    revokedAt: null,
  });
  expect(JSON.stringify(entries)).not.toContain(token.split(".")[1]);
});

it("is paused after a crash as it was before", async () => {
  await using directory = await temporaryDirectory();
  await using before = await startProcess(directory.path);
  const token = before.adminToken ?? "";
  const message = { message: "Hello.", sessionId: "s", model: "practice/swift-1" };
  const { durable } = await createClient({ url: before.url, token }).lanes.pause.mutate({
    all: true,
    reason: "night",
  });
  expect(durable).toBe(true);
  before.child.kill("SIGKILL");
  await before.ended;

  await using after = await startProcess(directory.path);
  const admin = createClient({ url: after.url, token });
  const sent = admin.agent.send.mutate(message);
  await expect
    .poll(() => admin.lanes.list.query())
    .toMatchObject([
      { depth: 1, waitsFor: "paused", paused: { reason: "night", by: "admin" } },
      { lane: "*" },
    ]);
  await admin.lanes.resume.mutate({ all: true });
  expect((await sent).text).not.toBe("");
});
