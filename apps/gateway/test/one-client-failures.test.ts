import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRawUpstream, type RawUpstream } from "./raw-upstream.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const json = { "content-type": "application/json" };
const good = JSON.stringify({
  choices: [{ index: 0, message: { role: "assistant", content: "Well." }, finish_reason: "stop" }],
});
const thoughtOnly = JSON.stringify({
  choices: [{ index: 0, message: { role: "assistant", content: "" }, finish_reason: "length" }],
});

/** Of each model, the answer to who says `bad`; all others are answered well. */
const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  afford: (response) => refuse(response, 402, "This request requires more credits."),
  flagged: (response) => refuse(response, 403, "Your input was flagged."),
  short: (response) => response.writeHead(200, json).end(thoughtOnly),
  long: (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(`data: ${"x".repeat(9 * 1024 * 1024)}\n\n`);
  },
  broken: (response) => refuse(response, 500, "It broke."),
};

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, json).end(JSON.stringify({ error: { message, code: status } }));
}

describe("what one client's requests bring about", () => {
  let upstream: RawUpstream;
  let gateway: TestGateway;
  const tokens = { bad: "", good: "" };

  beforeAll(async () => {
    upstream = await startRawUpstream((response, { body }) => {
      const model = /"model":"(\w+)"/.exec(body)?.[1] ?? "";
      if (body.includes("bad")) answers[model]?.(response);
      else response.writeHead(200, json).end(good);
    });
    gateway = await startGateway({
      provider: { baseUrl: upstream.url, retries: { baseMs: 1 }, breaker: { maxHoldMs: 1 } },
    });
    tokens.bad = (await gateway.mint("ingest")).token;
    tokens.good = (await gateway.mint("ingest")).token;
  });

  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
    await upstream[Symbol.asyncDispose]();
  });

  const ask = async (who: "bad" | "good", model: string, stream = false): Promise<number> => {
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${tokens[who]}`, "content-type": "application/json" },
      body: JSON.stringify({
        model: `local/${model}`,
        stream,
        messages: [{ role: "user", content: who }],
      }),
    });
    await response.text();
    return response.status;
  };

  it.each([
    ["afford", false],
    ["flagged", false],
    ["short", false],
    ["long", true],
    ["broken", false],
  ])("is no matter of another's: %s", async (model, stream) => {
    for (let call = 0; call < 8; call += 1) {
      expect(await ask("bad", model, stream)).toBeGreaterThanOrEqual(400);
    }
    expect(await ask("good", model)).toBe(200);
    expect(await ask("good", "other")).toBe(200);
  });

  it("is asked for once where a bound of the gateway's own gave it up", async () => {
    const before = upstream.received.length;
    await ask("bad", "long", true);
    expect(upstream.received.length - before).toBe(1);
  });
});

it("an answer that begins well lets others in, though it takes its time", async () => {
  const held: ServerResponse[] = [];
  let isBroken = true;
  await using upstream = await startRawUpstream((response, { body }) => {
    if (isBroken) {
      refuse(response, 500, "It broke.");
      return;
    }
    response.writeHead(200, json);
    if (body.includes("slow")) {
      response.flushHeaders();
      held.push(response);
    } else response.end(good);
  });
  await using gateway = await startGateway({
    provider: {
      baseUrl: upstream.url,
      retries: { maxAttempts: 1 },
      breaker: { openMs: 100, maxHoldMs: 5_000 },
    },
  });
  const { token } = await gateway.mint("ingest");
  const ask = (content: string) =>
    gateway.openai(token).chat.completions.create({
      model: "local/m",
      messages: [{ role: "user", content }],
    });
  for (let call = 0; call < 5; call += 1) await expect(ask("quick")).rejects.toThrow();
  isBroken = false;
  const slow = ask("slow");
  await expect.poll(() => held.length).toBe(1);
  await expect(ask("quick")).resolves.toMatchObject({ choices: [{ finish_reason: "stop" }] });
  held[0]?.end(good);
  await slow;
});
