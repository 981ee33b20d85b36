import { rm } from "node:fs/promises";
import { join } from "node:path";
import { startPracticeUpstream } from "@signalbox/practice/upstream";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { rawRequest, sendRaw } from "./raw-http.ts";
import { startRawUpstream, type RawUpstream } from "./raw-upstream.ts";
import { startFromFile, writeConfig } from "./start-from-file.ts";
import { newSecret, sendWebhook, type Sending } from "./webhook-sender.ts";

const secret = newSecret();
const callbackSecret = newSecret();
const waiting = { timeout: 10_000, interval: 10 };

/** Takes what a gateway calls back with, answered with these statuses in turn, the last one for ever. */
const startReceiver = async (...statuses: number[]): Promise<RawUpstream> => {
  let index = 0;
  return startRawUpstream((response) => {
    const status = statuses[Math.min(index, statuses.length - 1)] ?? 204;
    index += 1;
    response.writeHead(status, { location: "/elsewhere" });
    response.end();
  });
};

const callbackTo = (receiver: RawUpstream, allowPrivate = true) => ({
  callback: { url: receiver.url, secret: callbackSecret, allowPrivate },
});

/** What a receiver got, as its own library understands it. */
const verified = ({ received }: RawUpstream): unknown[] =>
  received.map(({ headers, body }) =>
    new Webhook(callbackSecret).verify(body, {
      "webhook-id": String(headers["webhook-id"]),
      "webhook-timestamp": String(headers["webhook-timestamp"]),
      "webhook-signature": String(headers["webhook-signature"]),
    }),
  );

/** A gateway over a practice upstream, with the webhook `orders`. */
async function start(orders: object = {}, config: object = {}) {
  const upstream = await startPracticeUpstream({ pace: 0 });
  const directory = await temporaryDirectory();
  const local = { kind: "openai-compatible", baseUrl: upstream.url, allowPrivate: true };
  await writeConfig(directory.path, {
    providers: { local },
    agents: { support: { model: "local/swift-1", tools: [] } },
    webhooks: { orders: { secret, agent: "support", ...orders } },
    ...config,
  });
  const open = async () => startFromFile(directory.path, { gateway: { webhookRetryMs: 20 } });
  let gateway = await open();
  const send = async (payload: object | string, sending: Partial<Sending> = {}) =>
    sendWebhook(`${gateway.url}/webhooks/orders`, payload, { secret, ...sending });
  return {
    upstream,
    directory: directory.path,
    send,
    get gateway() {
      return gateway;
    },
    /** Stops it, and starts another one on the same data. */
    async restart() {
      await gateway[Symbol.asyncDispose]();
      gateway = await open();
    },
    async events(level: string) {
      const found = await gateway.admin.system.events.query({ source: "channel.webhook" });
      return found.filter((event) => event.level === level).map(({ message }) => message);
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await upstream[Symbol.asyncDispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}

describe("a signed message", () => {
  it("is answered 202, run, and its result called back with a signature of its own", async () => {
    await using receiver = await startReceiver(204);
    await using one = await start(callbackTo(receiver));
    const { status, answer } = await one.send(
      { message: "Where is my order?", sessionId: "customer-7" },
      { id: "msg_1" },
    );
    expect(status).toBe(202);
    expect(answer).toEqual({ requestId: expect.any(String), sessionId: "customer-7" });
    await expect.poll(() => receiver.received.length, waiting).toBe(1);
    const { requests } = await one.gateway.admin.requests.list.query({});
    expect(requests).toMatchObject([
      { channel: "webhook", client: "webhook orders", agent: "support", sessionId: "customer-7" },
    ]);
    const { conversation } = await one.gateway.admin.sessions.get.query({
      sessionId: "customer-7",
    });
    expect(conversation[0]).toMatchObject({ role: "user", text: "Where is my order?" });
    expect(verified(receiver)).toEqual([
      {
        type: "request.completed",
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        data: {
          ...(answer as object), // as matched above
          messageId: "msg_1",
          text: conversation[1]?.text,
          usage: expect.objectContaining({ source: "reported" }),
          costUsd: null,
        },
      },
    ]);
  });

  it("without a message of its own is told to the agent as it is", async () => {
    await using one = await start();
    const payload = { type: "order.paid", data: { id: 7 } };
    await one.send(payload);
    const list = async () => (await one.gateway.admin.requests.list.query({})).requests;
    await expect.poll(async () => (await list())[0]?.outcome, waiting).toBe("ok");
    const [request] = await list();
    const { messages } = await one.gateway.admin.requests.get.query({
      requestId: request?.id ?? "",
    });
    expect(messages[0]?.text).toBe(JSON.stringify(payload, null, 2));
  });

  it("may be signed with any of the webhook's secrets", async () => {
    const next = newSecret();
    await using one = await start({ secret: [secret, next] });
    expect((await one.send({ message: "a" })).status).toBe(202);
    expect((await one.send({ message: "b" }, { secret: next })).status).toBe(202);
    expect((await one.send({ message: "c" }, { secret: newSecret() })).status).toBe(401);
  });

  it("runs once, however often and how close together it comes", async () => {
    await using receiver = await startReceiver(204);
    await using one = await start(callbackTo(receiver));
    const sending = { id: "msg_1" };
    const payload = { message: "Hello." };
    const together = await Promise.all([1, 2, 3].map(() => one.send(payload, sending)));
    await expect.poll(() => receiver.received.length, waiting).toBe(1);
    const later = await one.send(payload, sending);
    await one.restart();
    const afterRestart = await one.send(payload, sending);
    for (const { status, answer } of [...together, later, afterRestart]) {
      expect(status).toBe(202);
      expect(answer).toEqual(together[0]?.answer);
    }
    expect(one.upstream.stats().requests).toBe(1);
  });

  it("may name its request, which no other message then does", async () => {
    await using one = await start();
    const { answer } = await one.send({ message: "a", requestId: "r-1" });
    expect(answer).toMatchObject({ requestId: "r-1" });
    expect((await one.send({ message: "b", requestId: "r-1" })).status).toBe(409);
  });

  it("of a run that fails is called back with why", async () => {
    await using receiver = await startReceiver(204);
    await using one = await start(callbackTo(receiver));
    one.upstream.inject({ fault: { kind: "auth" } });
    await one.send({ message: "Hello." });
    await expect.poll(() => receiver.received.length, waiting).toBe(1);
    expect(verified(receiver)).toMatchObject([
      { type: "request.failed", data: { text: "", usage: null, error: { kind: "auth" } } },
    ]);
  });

  it("is refused, with nothing left of it, where its lane is full", async () => {
    await using one = await start({}, { lanes: { maxDepth: 1, maxWaitMs: 60_000 } });
    const hung = one.upstream.inject({ fault: { kind: "hang" } });
    const to = { sessionId: "s" };
    expect((await one.send({ message: "a", ...to })).status).toBe(202);
    await one.upstream.waitFor(({ active }) => active === 1);
    expect((await one.send({ message: "b", ...to })).status).toBe(202);
    const refused = await one.send({ message: "c", ...to }, { id: "msg_c" });
    expect(refused.status).toBe(429);
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
    one.upstream.clearFaults();
    expect(hung).toBeDefined();
    const [running] = await one.gateway.admin.system.activeRequests.query();
    const { requests } = await one.gateway.admin.requests.list.query({});
    const started = requests.find(({ state }) => state !== "queued") ?? running;
    await one.gateway.admin.agent.cancel.mutate({ requestId: started?.id ?? "" });
    await expect
      .poll(async () => (await one.send({ message: "c", ...to }, { id: "msg_c" })).status, waiting)
      .toBe(202);
  });

  it("is refused where the disk does not keep it", async () => {
    await using one = await start();
    await rm(join(one.directory, "data", "state.db"));
    const send = async () => one.send({ message: "a" });
    await expect.poll(async () => (await send()).status, waiting).toBe(503);
    expect(Number((await send()).retryAfter)).toBeGreaterThan(0);
  });

  it("counts in a row of its webhook's own", async () => {
    await using one = await start();
    await one.send({ message: "a" });
    await one.send({ message: "a" }, { secret: newSecret() });
    const row = async () =>
      (await one.gateway.admin.channels.list.query()).find(({ name }) => name === "webhook orders");
    await expect.poll(row, waiting).toMatchObject({ requests: 1, refused: 1, connections: 0 });
    const health = await (await fetch(`${one.gateway.url}/health`)).text();
    expect(health).not.toContain("orders");
  });
});

describe("what is not signed as it should be", () => {
  const hour = 3_600_000;
  const cases: [string, (now: number) => Partial<Sending>][] = [
    ["another secret", () => ({ secret: newSecret() })],
    ["another body", () => ({ sent: '{"message":"another"}' })],
    ["a timestamp of an hour ago", (now) => ({ at: now - hour })],
    ["a timestamp of an hour ahead", (now) => ({ at: now + hour })],
    ["another id", () => ({ headers: { "webhook-id": "msg_other" } })],
    ["an id with a full stop", () => ({ id: "msg.1" })],
    ["no signature", () => ({ headers: { "webhook-signature": "" } })],
    ["a signature of no known form", () => ({ headers: { "webhook-signature": "v1 v2,x v1," } })],
  ];

  it("is refused in the same words, whatever is wrong, and a name that there is not too", async () => {
    await using one = await start();
    const answers = new Set<string>();
    for (const [, sending] of cases) {
      const { status, text } = await one.send({ message: "Hello." }, sending(Date.now()));
      answers.add(`${status} ${text}`);
    }
    const unknown = await sendWebhook(`${one.gateway.url}/webhooks/nobody`, {}, { secret });
    answers.add(`${unknown.status} ${unknown.text}`);
    expect([...answers]).toEqual([expect.stringMatching(/^401 /)]);
    expect(one.upstream.stats().requests).toBe(0);
    // The tenth wrong one within a minute is the last that is looked at.
    for (let sent = cases.length; sent < 10; sent += 1) {
      expect((await one.send({}, { secret: newSecret() })).status).toBe(401);
    }
    const locked = await one.send({ message: "Hello." });
    expect(locked.status).toBe(429);
    expect(Number(locked.retryAfter)).toBeGreaterThan(0);
  });

  it("locks out neither tokens nor other webhooks, wherever they come from", async () => {
    const others = newSecret();
    await using one = await start(
      {},
      {
        webhooks: {
          orders: { secret, agent: "support" },
          others: { secret: others, agent: "support" },
        },
      },
    );
    for (let sent = 0; sent < 12; sent += 1) await one.send({}, { secret: newSecret() });
    expect((await one.send({ message: "a" })).status).toBe(429);
    expect((await one.gateway.admin.system.health.query()).status).toBeDefined();
    const url = `${one.gateway.url}/webhooks/others`;
    expect((await sendWebhook(url, { message: "a" }, { secret: others })).status).toBe(202);
  });

  it("is answered before its body comes, and holds no room, where its headers say so", async () => {
    await using one = await start();
    const head = { host: new URL(one.gateway.url).host, "content-length": "1000" };
    const unsigned = await Promise.all(
      Array.from({ length: 9 }, async () =>
        sendRaw(one.gateway.url, rawRequest("POST /webhooks/orders", head, "{")),
      ),
    );
    expect(unsigned.map(({ status }) => status)).toEqual(unsigned.map(() => 401));
    expect((await one.send({ message: "Hello." })).status).toBe(202);
  });

  it("has five seconds to come, and keeps nobody from sending meanwhile", async () => {
    await using one = await start();
    const head = {
      host: new URL(one.gateway.url).host,
      "content-length": "1000",
      "webhook-id": "msg_slow",
      "webhook-timestamp": String(Math.floor(Date.now() / 1_000)),
      "webhook-signature": `v1,${"A".repeat(43)}=`,
    };
    const slow = Array.from({ length: 100 }, async () =>
      sendRaw(one.gateway.url, rawRequest("POST /webhooks/orders", head, "{")),
    );
    const row = async () =>
      (await one.gateway.admin.channels.list.query()).find(({ name }) => name === "webhook orders");
    await expect.poll(async () => (await row())?.connections, waiting).toBe(100);
    expect((await one.send({ message: "Hello." })).status).toBe(202);
    const answers = await Promise.all(slow);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([408]));
    await expect.poll(async () => (await row())?.connections, waiting).toBe(0);
  }, 20_000);

  it("or comes from a page, under another name, or as no message, is refused too", async () => {
    await using one = await start();
    const origin = { origin: "https://evil.example" };
    expect((await one.send({ message: "a" }, { headers: origin })).status).toBe(403);
    const rebound = rawRequest("POST /webhooks/orders", { host: "evil.example" });
    expect((await sendRaw(one.gateway.url, rebound)).status).toBe(403);
    const got = await fetch(`${one.gateway.url}/webhooks/orders`);
    expect([got.status, got.headers.get("allow")]).toEqual([405, "POST"]);
    expect((await one.send("[1]")).status).toBe(400);
    expect((await one.send("{")).status).toBe(400);
    expect((await one.send('{"a":'.repeat(200) + "1" + "}".repeat(200))).status).toBe(400);
    expect((await one.send({ message: "a", sessionId: "no spaces" })).status).toBe(400);
    expect((await one.send({ message: "a".repeat(1_000_001) })).status).toBe(413);
  });
});

describe("a callback", () => {
  it("is sent again until it is taken, with the same id", async () => {
    await using receiver = await startReceiver(500, 503, 302, 204);
    await using one = await start(callbackTo(receiver));
    await one.send({ message: "Hello." });
    await expect.poll(() => receiver.received.length, waiting).toBe(4);
    const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids).size).toBe(1);
    // A redirect is no delivery, and is not followed.
    expect(new Set(receiver.received.map(({ url }) => url))).toEqual(new Set(["/v1"]));
    expect(verified(receiver)).toHaveLength(4);
    expect(await one.events("warn")).toEqual([expect.stringContaining("answered 500")]);
    await one.restart();
    expect(receiver.received).toHaveLength(4);
  });

  it("goes on after a restart", async () => {
    await using receiver = await startReceiver(500, 500, 204);
    await using one = await start(callbackTo(receiver));
    await one.send({ message: "Hello." });
    await expect.poll(() => receiver.received.length, waiting).toBeGreaterThanOrEqual(1);
    await one.restart();
    await expect.poll(() => receiver.received.length, waiting).toBe(3);
    expect(one.upstream.stats().requests).toBe(1);
  });

  it("is given up where its receiver says that it is gone", async () => {
    await using receiver = await startReceiver(410);
    await using one = await start(callbackTo(receiver));
    await one.send({ message: "Hello." });
    await expect.poll(() => one.events("error"), waiting).toHaveLength(1);
    expect((await one.events("error"))[0]).toContain("answered 410, so it is not sent again");
    expect(receiver.received).toHaveLength(1);
  });

  it("goes to no private address unless that is allowed", async () => {
    await using receiver = await startReceiver(204);
    await using one = await start(callbackTo(receiver, false));
    await one.send({ message: "Hello." });
    await expect.poll(() => one.events("error"), waiting).toHaveLength(1);
    expect((await one.events("error"))[0]).toContain("a private address");
    expect(receiver.received).toHaveLength(0);
  });

  it("does not let one slow receiver keep another from its results", async () => {
    await using silent = await startRawUpstream(() => {});
    await using receiver = await startReceiver(204);
    await using one = await start(callbackTo(silent), {
      webhooks: {
        orders: { secret, ...callbackTo(silent) },
        others: { secret, ...callbackTo(receiver) },
      },
    });
    for (let index = 0; index < 10; index += 1) await one.send({ message: "Hello." });
    await expect.poll(() => silent.received.length, waiting).toBe(4);
    const others = `${one.gateway.url}/webhooks/others`;
    expect((await sendWebhook(others, { message: "Hello." }, { secret })).status).toBe(202);
    await expect.poll(() => receiver.received.length, waiting).toBe(1);
    expect(silent.received).toHaveLength(4);
  });
});
