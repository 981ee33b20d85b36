import type { ContractErrorCode, ErrorKind } from "@signalbox/api-contract";
import type { Fault } from "@signalbox/practice/upstream";
import { expect, it } from "vitest";
import { startGateway } from "./start-gateway.ts";

/** What becomes of one attempt. */
const provider = {
  timeouts: { connectMs: 300, firstByteMs: 300, idleMs: 300 },
  retries: { maxAttempts: 1 },
};

it.each<[Fault, ContractErrorCode, ErrorKind, string]>([
  [{ kind: "server_error", status: 500 }, "upstream", "upstream_5xx", "local answered 500"],
  [{ kind: "rate_limit", retryAfterMs: 7_000 }, "rate_limit", "rate_limit", "local answered 429"],
  [{ kind: "auth" }, "upstream", "auth", "local answered 401"],
  [{ kind: "context_length" }, "invalid", "context_length", "local answered 400"],
  [{ kind: "hang" }, "timeout", "timeout", "sent no first byte in time"],
  [{ kind: "stall", afterTokens: 2 }, "timeout", "timeout", "fell silent"],
  [{ kind: "cut", afterTokens: 2 }, "upstream", "network", "The connection to local failed"],
  [{ kind: "end_early", afterTokens: 2 }, "upstream", "incomplete", "ended its stream after 2"],
  [{ kind: "malformed", afterTokens: 2 }, "upstream", "malformed_stream", "that is no JSON"],
  [{ kind: "malformed", as: "lines" }, "upstream", "malformed_stream", "no server-sent event"],
  [{ kind: "error_in_stream" }, "upstream", "upstream_5xx", "local failed within its answer"],
  [{ kind: "empty" }, "upstream", "empty", "no text, tool call or refusal"],
  [{ kind: "gzip_bomb" }, "upstream", "malformed_stream", "gzip"],
])("agent.send tells of %j as %s, of kind %s", async (fault, reason, errorKind, said) => {
  await using gateway = await startGateway({ provider });
  gateway.upstream.inject({ fault });
  const { admin } = gateway;
  const sent = admin.agent.send.mutate({ message: "Hello.", sessionId: "s", requestId: "r" });
  await expect(sent).rejects.toMatchObject({
    message: expect.stringContaining(said),
    data: { reason, errorKind, requestId: "r" },
  });
  const metrics = await admin.system.metrics.query();
  expect(metrics).toMatchObject({ messagesProcessed: 1, errors: 1, activeRequests: 0 });
  expect(metrics.modelCalls.recentCalls).toMatchObject([{ errorKind, agent: "support" }]);
  expect(await admin.system.events.query({ level: "error" })).toMatchObject([
    { source: "model.local", requestId: "r", sessionId: "s", message: expect.any(String) },
  ]);
  // Of what failed, only what was said is a part of the conversation.
  const { conversation } = await admin.sessions.get.query({ sessionId: "s" });
  expect(conversation).toSatisfy(isNothingOrMarked);
});

function isNothingOrMarked(conversation: readonly unknown[]): boolean {
  const said = JSON.stringify(conversation);
  return conversation.length === 0 || said.includes("[This answer was interrupted: ");
}

it("hands on how long a provider asks to wait", async () => {
  await using gateway = await startGateway({ provider });
  gateway.upstream.inject({ fault: { kind: "rate_limit", retryAfterMs: 7_000 } });
  await expect(gateway.admin.agent.send.mutate({ message: "Hello." })).rejects.toMatchObject({
    data: { retryAfterMs: 7_000 },
  });
});

it("answers an openai client of an agent with the same, in its own words", async () => {
  await using gateway = await startGateway({ provider });
  gateway.upstream.inject({ fault: { kind: "rate_limit", retryAfterMs: 7_000 } });
  const messages = [{ role: "user" as const, content: "Hello." }];
  const sent = gateway
    .openai(gateway.adminToken)
    .chat.completions.create({ model: "support", messages });
  await expect(sent).rejects.toMatchObject({ status: 429, code: "rate_limit_exceeded" });
  await expect(sent).rejects.toSatisfy(
    (error) =>
      error instanceof Error &&
      "headers" in error &&
      error.headers instanceof Headers &&
      error.headers.get("retry-after") === "7",
  );
});
