import { startPracticeUpstream } from "@signalbox/practice/upstream";
import { expect, it } from "vitest";
import { openState } from "../src/state/index.ts";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startGateway } from "./start-gateway.ts";

const adminToken = "a".repeat(32);
const env = { SIGNALBOX_ADMIN_TOKEN: adminToken };

/** A conversation of the admin's, so many turns long, each with a tool call. */
async function writeTurns(dataDir: string, clientId: string, turns: number): Promise<void> {
  await using state = await openState({ dataDir, now: Date.now });
  const messages = Array.from({ length: turns }, (_, turn) => {
    const toolCallId = `functions.clock:${turn}`;
    const call = { type: "tool-call", toolCallId, toolName: "clock", input: {} };
    const output = { type: "text", value: `It is ${turn}. ${"one more word ".repeat(60)}` };
    return [
      ["user", `Question ${turn}.`],
      ["assistant", [call]],
      ["tool", [{ type: "tool-result", toolCallId, toolName: "clock", output }]],
      ["assistant", [{ type: "text", text: `Answer ${turn}.` }]],
    ] as const;
  }).flat();
  const stored = messages.map(([role, content]) => ({
    role,
    content: JSON.stringify(content),
    requestId: null,
    at: 1,
  }));
  await state.conversations.append({ clientId, sessionId: "s" }, stored, 1);
}

/** The admin's own id, which is the same in every data directory where the token is given. */
async function adminId(dataDir: string): Promise<string> {
  await using gateway = await startGateway({ dataDir, env });
  return (await gateway.admin.system.setup.query()).you.id;
}

it("trims a session to what the model takes, by whole turns, and shows that it did", async () => {
  await using directory = await temporaryDirectory();
  await writeTurns(directory.path, await adminId(directory.path), 100);
  await using gateway = await startGateway({
    dataDir: directory.path,
    env,
    config: {
      agents: {
        support: { model: "local/swift-1", tools: ["clock"], contextTokens: 8_000 },
      },
    },
  });
  const { admin } = gateway;
  const result = await admin.agent.send.mutate({ message: "Hello.", sessionId: "s" });
  // Half of it and more is used, and all of it never.
  expect(result.usage.inputTokens).toBeGreaterThan(1_000);
  expect(result.usage.inputTokens).toBeLessThan(8_000);
  const { messages } = await admin.requests.get.query({ requestId: result.requestId });
  const note = messages.find(({ role }) => role === "system")?.text ?? "";
  expect(note).toMatch(
    /^\d+ earlier messages were left out: the conversation is longer than the 8,000 tokens that local\/swift-1 takes$/,
  );
  expect(Number.parseInt(note, 10) % 4).toBe(0);
  const told = await admin.system.events.query({});
  expect(told.filter(({ message }) => message === note)).toMatchObject([
    { level: "info", source: "agent.support", requestId: result.requestId },
  ]);
  // Nothing of it is forgotten.
  const { conversation } = await admin.sessions.get.query({ sessionId: "s" });
  expect(conversation).toHaveLength(402);
});

it("goes on after a restart with another agent, whose provider speaks another wire", async () => {
  await using directory = await temporaryDirectory();
  await writeTurns(directory.path, await adminId(directory.path), 2);
  await using second = await startPracticeUpstream({ pace: 0 });
  const baseUrl = new URL(second.url).origin;
  await using gateway = await startGateway({
    dataDir: directory.path,
    env,
    config: {
      providers: { claude: { kind: "anthropic", apiKey: "k", baseUrl, allowPrivate: true } },
      agents: {
        support: { model: "local/swift-1" },
        other: { model: "claude/steady-1", tools: ["clock", "calculator"] },
      },
    },
  });
  const { admin } = gateway;
  const input = { message: "What is 12 * 12?", sessionId: "s" };
  const first = await admin.agent.send.mutate({ ...input, agent: "other" });
  expect(first).toMatchObject({ provider: "claude", agent: "other", steps: 2 });
  expect(first.text).toContain("144");
  expect(first.usage.inputTokens).toBeGreaterThan(500);
  const next = await admin.agent.send.mutate({ ...input, message: "Hello.", agent: "support" });
  expect(next).toMatchObject({ provider: "local", finishReason: "stop" });
  const { conversation } = await admin.sessions.get.query({ sessionId: "s" });
  expect(conversation.slice(8).map(({ role }) => role)).toEqual([
    "user",
    "assistant",
    "tool",
    "assistant",
    "user",
    "assistant",
  ]);
});

it("goes on after a run that was cancelled in the middle, with what it had said", async () => {
  await using gateway = await startGateway();
  const { admin, upstream } = gateway;
  const fault = upstream.inject({ fault: { kind: "slow", gapMs: 20 } });
  const input = { message: "Hello.", sessionId: "s", requestId: "r" };
  const sent = admin.agent.send.mutate(input);
  const cancelled = expect(sent).rejects.toMatchObject({ data: { errorKind: "cancelled" } });
  await upstream.waitFor(({ tokensSent }) => tokensSent > 5);
  await admin.agent.cancel.mutate({ requestId: "r" });
  await cancelled;
  fault.remove();
  const { conversation } = await admin.sessions.get.query({ sessionId: "s" });
  expect(conversation).toMatchObject([
    { role: "user", text: "Hello.", requestId: "r" },
    {
      role: "assistant",
      text: expect.stringContaining("[This answer was interrupted: cancelled.]"),
    },
  ]);
  const next = await admin.agent.send.mutate({ message: "Go on.", sessionId: "s" });
  expect(next.finishReason).toBe("stop");
  expect((await admin.sessions.get.query({ sessionId: "s" })).messages).toBe(4);
});

it("leaves nothing of a run that had said nothing, so that it can be sent again", async () => {
  await using gateway = await startGateway({ provider: { retries: { maxAttempts: 1 } } });
  const { admin, upstream } = gateway;
  const fault = upstream.inject({ fault: { kind: "server_error", status: 500 } });
  const input = { message: "Hello.", sessionId: "s" };
  await expect(admin.agent.send.mutate(input)).rejects.toThrow();
  fault.remove();
  await admin.agent.send.mutate(input);
  expect((await admin.sessions.get.query({ sessionId: "s" })).messages).toBe(2);
});
