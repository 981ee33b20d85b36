import { expect, it } from "vitest";
import { brokenTool } from "./agent-test-tools.ts";
import { startGateway } from "./start-gateway.ts";

it("answers with text, having called the tools that the question takes", async () => {
  await using gateway = await startGateway();
  const { token } = await gateway.mint("ingest", "crm");
  const client = gateway.client(token);
  const result = await client.agent.send.mutate({ message: "What is 12 * 12?", sessionId: "s-1" });
  expect(result).toMatchObject({
    sessionId: "s-1",
    agent: "support",
    provider: "local",
    model: "swift-1",
    steps: 2,
    durable: true,
    finishReason: "stop",
    costUsd: null,
  });
  expect(result.text).toContain("144");
  expect(result.usage.totalTokens).toBe(result.usage.inputTokens + result.usage.outputTokens);

  const { requestId } = result;
  const { request, spans, messages } = await gateway.admin.requests.get.query({ requestId });
  expect(request).toMatchObject({ outcome: "ok", channel: "trpc", client: "crm", modelCalls: 2 });
  expect(spans.map(({ kind, name, status }) => [kind, name, status])).toEqual([
    ["queue", "trpc · s-1", "ok"],
    ["attempt", "swift-1", "ok"],
    ["tool", "calculator", "ok"],
    ["attempt", "swift-1", "ok"],
  ]);
  expect(spans[2]?.output).toBe("144");
  expect(messages.map(({ role, text }) => [role, text])).toEqual([
    ["user", "What is 12 * 12?"],
    ["assistant", result.text],
  ]);
  expect(await gateway.admin.system.metrics.query()).toMatchObject({
    messagesProcessed: 1,
    errors: 0,
    activeRequests: 0,
    modelCalls: { total: 2, errorRate: 0 },
  });
});

it("goes on in the session where it was left, and keeps sessions of two tokens apart", async () => {
  await using gateway = await startGateway();
  const [one, other] = await Promise.all([
    gateway.mint("ingest", "one"),
    gateway.mint("ingest", "other"),
  ]);
  const send = (token: string, message: string) =>
    gateway.client(token).agent.send.mutate({ message, sessionId: "same" });
  const first = await send(one.token, "Hello.");
  const second = await send(one.token, "And now?");
  const third = await send(other.token, "Hello.");
  expect(second.usage.inputTokens).toBeGreaterThan(first.usage.inputTokens);
  expect(third.usage.inputTokens).toBe(first.usage.inputTokens);
  const sessions = await gateway.admin.sessions.list.query();
  expect(new Map(sessions.map(({ client, messages }) => [client, messages]))).toEqual(
    new Map([
      ["one", 4],
      ["other", 2],
    ]),
  );
});

it("answers as a model to an openai client, streamed and whole", async () => {
  await using gateway = await startGateway();
  const { token } = await gateway.mint("ingest");
  const openai = gateway.openai(token);
  const ask = {
    model: "support",
    messages: [{ role: "user" as const, content: "What is 12 * 12?" }],
  };
  const whole = await openai.chat.completions.create(ask);
  expect(whole.choices[0]).toMatchObject({ finish_reason: "stop" });
  expect(whole.choices[0]?.message.content).toContain("144");
  const stream = await openai.chat.completions.create({
    ...ask,
    stream: true,
    stream_options: { include_usage: true },
  });
  let text = "";
  let tokens = 0;
  for await (const { choices, usage } of stream) {
    text += choices[0]?.delta.content ?? "";
    tokens = usage?.completion_tokens ?? tokens;
  }
  expect(text).toContain("144");
  expect(tokens).toBeGreaterThan(0);
});

it("says what there is where an agent or a model is not", async () => {
  await using gateway = await startGateway();
  const send = gateway.admin.agent.send;
  await expect(send.mutate({ message: "Hello.", agent: "nobody" })).rejects.toMatchObject({
    data: { reason: "not_found" },
    message: expect.stringContaining("support"),
  });
  await expect(send.mutate({ message: "Hello.", model: "nobody/m" })).rejects.toMatchObject({
    data: { reason: "not_found" },
    message: expect.stringContaining("local/…"),
  });
  expect(await gateway.admin.system.metrics.query()).toMatchObject({ messagesProcessed: 0 });
});

it("tells a failed tool to the model and to the operators, once, and goes on", async () => {
  await using gateway = await startGateway({ tools: [brokenTool] });
  const result = await gateway.admin.agent.send.mutate({ message: "Use fax.", sessionId: "s" });
  expect(result.text).not.toBe("");
  expect(await gateway.admin.system.metrics.query()).toMatchObject({
    messagesProcessed: 1,
    errors: 1,
  });
  expect(await gateway.admin.system.events.query({ level: "error" })).toMatchObject([
    { source: "tool.fax", message: "fax failed: no paper.", sessionId: "s" },
  ]);
  const { spans } = await gateway.admin.requests.get.query({ requestId: result.requestId });
  expect(spans[2]).toMatchObject({ kind: "tool", name: "fax", status: "failed" });
});
