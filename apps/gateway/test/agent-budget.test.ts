import { expect, it, vi } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startGateway, type StartOptions, type TestGateway } from "./start-gateway.ts";

const prices = { "local/swift-1": { inputPerMTok: 1_000, outputPerMTok: 10_000 } };

const withBudget = (
  budget: Readonly<Record<string, number>>,
  more: Readonly<Record<string, unknown>> = {},
): StartOptions => ({
  config: {
    agents: { support: { model: "local/swift-1", tools: ["clock", "calculator"], budget } },
    prices,
    ...more,
  },
});

const overBudget = { data: { reason: "budget", errorKind: "budget", httpStatus: 402 } };

it("stops a run in the middle of a model call, and keeps what it had said", async () => {
  await using gateway = await startGateway(withBudget({ tokensPerRequest: 230 }));
  const { admin, upstream } = gateway;
  upstream.inject({ fault: { kind: "slow", gapMs: 5 } });
  const sent = admin.agent.send.mutate({ message: "Hello.", sessionId: "s", requestId: "r" });
  await expect(sent).rejects.toMatchObject({
    ...overBudget,
    message: expect.stringMatching(
      /^The budget of agent support allows 230 tokens for one request \(tokensPerRequest\), and \d+ tokens are spent\. The request was stopped\.$/,
    ),
  });
  const { request, messages } = await admin.requests.get.query({ requestId: "r" });
  expect(request).toMatchObject({ outcome: "failed", errorKind: "budget" });
  const said = messages.at(-1)?.text ?? "";
  expect(said).toContain("[This answer was interrupted: budget.]");
  const { conversation } = await admin.sessions.get.query({ sessionId: "s" });
  expect(conversation.map(({ text }) => text)).toEqual(["Hello.", said]);
  expect(await admin.system.events.query({ level: "error" })).toMatchObject([
    { source: "budget", requestId: "r", message: expect.stringContaining("allows 230 tokens") },
  ]);
  await upstream.waitFor(({ active }) => active === 0);
  expect(await admin.system.metrics.query()).toMatchObject({ activeRequests: 0, errors: 1 });
});

it("stops it by its dollars too, on the wire that an OpenAI client reads", async () => {
  await using gateway = await startGateway(withBudget({ usdPerRequest: 0.2 }));
  gateway.upstream.inject({ fault: { kind: "slow", gapMs: 5 } });
  const stream = await gateway.openai(gateway.adminToken).chat.completions.create({
    model: "support",
    stream: true,
    messages: [{ role: "user", content: "Hello." }],
  });
  let said = "";
  const read = async () => {
    for await (const chunk of stream) said += chunk.choices[0]?.delta.content ?? "";
  };
  await expect(read()).rejects.toMatchObject({
    message: expect.stringMatching(/allows \$0\.20 for one request .* \$0\.\d+ is spent/),
  });
  expect(said).not.toBe("");
});

it("makes no further model call where nothing is left", async () => {
  await using gateway = await startGateway(withBudget({ tokensPerRequest: 250 }));
  const sent = gateway.admin.agent.send.mutate({ message: "What is 12 * 12?", requestId: "r" });
  await expect(sent).rejects.toMatchObject(overBudget);
  expect(gateway.upstream.stats().requests).toBe(1);
});

it("holds a session to its budget over its requests and over a restart, and others to none of it", async () => {
  await using directory = await temporaryDirectory();
  const options = {
    ...withBudget({ tokensPerSession: 700 }),
    dataDir: directory.path,
    env: { SIGNALBOX_ADMIN_TOKEN: "a".repeat(32) },
  };
  const refused = { ...overBudget, message: expect.stringContaining("700 tokens for one session") };
  const send = ({ admin }: TestGateway, sessionId: string) =>
    admin.agent.send.mutate({ message: "Hello.", sessionId });
  let spent = 0;
  {
    await using gateway = await startGateway(options);
    const sendAll = async () => {
      for (;;) spent += (await send(gateway, "s")).usage.totalTokens;
    };
    await expect(sendAll()).rejects.toMatchObject(refused);
  }
  expect(spent).toBeGreaterThan(200);
  expect(spent).toBeLessThan(900);
  await using gateway = await startGateway(options);
  await expect(send(gateway, "s")).rejects.toMatchObject(refused);
  expect(gateway.upstream.stats().requests).toBe(0);
  expect((await send(gateway, "t")).text).not.toBe("");
});

it("refuses a token whose day is spent until midnight UTC, tells an operator once, and lets others be", async () => {
  await using gateway = await startGateway({
    config: { budget: { keys: { ci: { tokensPerDay: 228 } } } },
  });
  const [ci, other] = await Promise.all([
    gateway.mint("ingest", "ci"),
    gateway.mint("ingest", "other"),
  ]);
  const send = (token: string) => gateway.client(token).agent.send.mutate({ message: "Hello." });
  // The day is over in the middle of the first answer, or with its end.
  await send(ci.token).catch(() => {});
  const refused = send(ci.token);
  await expect(refused).rejects.toMatchObject({
    ...overBudget,
    message: expect.stringMatching(/^The budget of token ci allows 228 tokens for one day/),
  });
  await expect(refused).rejects.toSatisfy((error) =>
    JSON.stringify(error).includes("retryAfterMs"),
  );
  await expect(send(ci.token)).rejects.toMatchObject(overBudget);
  expect((await send(other.token)).text).not.toBe("");
  const told = (await gateway.admin.system.events.query({ level: "warn" })).filter(
    ({ source }) => source === "budget",
  );
  expect(told).toHaveLength(1);
});

it("refuses a model without a price under a budget of dollars alone, and says what to do", async () => {
  await using gateway = await startGateway(withBudget({ usdPerRequest: 100 }));
  const { send } = gateway.admin.agent;
  await expect(
    send.mutate({ message: "Hello.", model: "local/steady-1", requestId: "r" }),
  ).rejects.toMatchObject({
    message: expect.stringMatching(
      /no known price for local\/steady-1.*add prices\.local\/steady-1/,
    ),
    data: { reason: "invalid" },
  });
  expect((await send.mutate({ message: "Hello.", requestId: "r" })).costUsd).toBeGreaterThan(0);
});

it("writes what was spent within a second or so", async () => {
  await using directory = await temporaryDirectory();
  await using gateway = await startGateway({ dataDir: directory.path });
  await gateway.admin.agent.send.mutate({ message: "Hello." });
  const { DatabaseSync } = await import("node:sqlite");
  await vi.waitFor(
    () => {
      using db = new DatabaseSync(`${directory.path}/state.db`, { readOnly: true });
      const row = db.prepare("SELECT tokens FROM spend WHERE scope = 'day'").get();
      expect(Number(row?.["tokens"])).toBeGreaterThan(100);
    },
    { timeout: 5_000 },
  );
});

it("stops what is passed through in the middle too, and the provider with it", async () => {
  await using gateway = await startGateway({
    config: { budget: { keys: { ci: { tokensPerDay: 60 } } } },
  });
  const { token } = await gateway.mint("ingest", "ci");
  gateway.upstream.inject({ fault: { kind: "slow", gapMs: 20 } });
  const stream = await gateway.openai(token).chat.completions.create({
    model: "local/swift-1",
    stream: true,
    messages: [{ role: "user", content: "Hello." }],
  });
  let chunks = 0;
  const read = async () => {
    for await (const { choices } of stream) chunks += choices.length;
  };
  await expect(read()).rejects.toMatchObject({
    message: expect.stringMatching(/^The budget of token ci allows 60 tokens.*was stopped\.$/),
  });
  expect(chunks).toBeGreaterThan(5);
  await gateway.upstream.waitFor(({ aborted }) => aborted === 1);
  const { requests } = await gateway.admin.requests.list.query({});
  expect(requests).toMatchObject([{ outcome: "failed", errorKind: "budget" }]);
});

it("stops practice by its dollars where it has a price", async () => {
  await using gateway = await startGateway({
    practice: { pace: 0.5 },
    config: {
      agents: { support: { model: "practice/swift-1", budget: { usdPerRequest: 0.001 } } },
      prices: { "practice/swift-1": { inputPerMTok: 0, outputPerMTok: 1_000 } },
    },
  });
  const sent = gateway.admin.agent.send.mutate({ message: "Hello.", requestId: "r" });
  await expect(sent).rejects.toMatchObject(overBudget);
});
