import { expect, it } from "vitest";
import { startRawUpstream } from "./raw-upstream.ts";
import { startGateway } from "./start-gateway.ts";

const calls = Array.from({ length: 5_000 }, (_, index) => ({
  index,
  id: `c${index}`,
  type: "function",
  function: { name: "clock", arguments: "{}" },
}));

it("a model that calls thousands of tools is given up by an agent, once, and let by for a client", async () => {
  await using upstream = await startRawUpstream((response, { body }) => {
    const isStream = body.includes('"stream":true');
    response.writeHead(200, {
      "content-type": isStream ? "text/event-stream" : "application/json",
    });
    const finish_reason = "tool_calls";
    if (!isStream) {
      const message = { role: "assistant", content: null, tool_calls: calls };
      response.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason }] }));
      return;
    }
    for (const call of calls) {
      const choices = [{ index: 0, delta: { tool_calls: [call] } }];
      response.write(`data: ${JSON.stringify({ choices })}\n\n`);
    }
    const choices = [{ index: 0, delta: {}, finish_reason }];
    response.end(`data: ${JSON.stringify({ choices })}\n\ndata: [DONE]\n\n`);
  });
  await using gateway = await startGateway({ provider: { baseUrl: upstream.url } });
  for (let call = 1; call <= 6; call += 1) {
    await expect(gateway.admin.agent.send.mutate({ message: "Hello." })).rejects.toMatchObject({
      message: expect.stringContaining("more than 200 tool calls"),
      data: { errorKind: "malformed_stream" },
    });
    // Not paid for again, and no breaker opens over it.
    expect(upstream.received).toHaveLength(call);
  }
  const { token } = await gateway.mint("ingest");
  const answer = await gateway.openai(token).chat.completions.create({
    model: "local/swift-1",
    messages: [{ role: "user", content: "Hello." }],
  });
  expect(answer.choices[0]?.message.tool_calls).toHaveLength(calls.length);
});
