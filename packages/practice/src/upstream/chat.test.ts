import type OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { measureStream } from "../driver/measure-stream.ts";
import { ask, testClient, tool } from "../test-client.ts";
import { startPracticeUpstream } from "./practice-upstream.ts";

const CLOCK = tool("clock", { type: "object", properties: { timezone: { type: "string" } } });
const CALCULATOR = tool("calculator", {
  type: "object",
  properties: { expression: { type: "string" } },
  required: ["expression"],
});

async function chunksOf(client: OpenAI, params: OpenAI.ChatCompletionCreateParamsStreaming) {
  const stream = await client.chat.completions.create(params);
  return Array.fromAsync(stream);
}

describe("chat completions", () => {
  it("streams the role, then one token a chunk, then why it ends", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const chunks = await chunksOf(testClient(upstream), {
      model: "swift-1",
      messages: ask("Tell me about queues"),
      stream: true,
    });
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: "assistant", content: "", refusal: null });
    expect(chunks.at(-1)?.choices[0]).toMatchObject({ delta: {}, finish_reason: "stop" });
    expect(chunks.every(({ choices, usage }) => choices.length === 1 && usage === undefined)).toBe(
      true,
    );
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    const [record] = upstream.stats().recent;
    expect(record?.tokenTimes).toHaveLength(chunks.length - 2);
    expect(record).toMatchObject({ outcome: "finished", status: 200, model: "swift-1" });
  });

  it("sends usage if asked, last and without choices, and it counts the tokens sent", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const chunks = await chunksOf(testClient(upstream), {
      model: "steady-1",
      messages: ask("Tell me about trains"),
      stream: true,
      stream_options: { include_usage: true },
    });
    const last = chunks.at(-1);
    expect(last?.choices).toEqual([]);
    expect(last?.usage?.completion_tokens).toBe(chunks.length - 3);
    expect(last?.usage?.total_tokens).toBe(
      (last?.usage?.prompt_tokens ?? 0) + (last?.usage?.completion_tokens ?? 0),
    );
    expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
  });

  it("answers unstreamed with the same words and the same usage", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const client = testClient(upstream);
    const params = { model: "deep-1", messages: ask("Tell me about signals"), seed: 9 };
    const whole = await client.chat.completions.create(params);
    const streamed = await measureStream(client, {
      ...params,
      stream_options: { include_usage: true },
    });
    expect(whole.choices[0]?.message.content).toBe(streamed.text);
    expect(whole.usage).toEqual(streamed.usage);
    expect(whole.usage?.completion_tokens_details?.reasoning_tokens).toBeGreaterThan(0);
  });

  it("calls tools in fragments and quotes what they said", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const client = testClient(upstream);
    const params = { model: "swift-1", tools: [CLOCK, CALCULATOR] };
    const messages = ask("What time is it, and what is 12 * (3+4)?");
    const chunks = await chunksOf(client, { ...params, messages, stream: true });
    const fragments = chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
    const named = fragments.filter(({ id }) => id !== undefined);
    expect(named.map(({ index, function: called }) => [index, called?.name])).toEqual([
      [0, "clock"],
      [1, "calculator"],
    ]);
    expect(fragments.filter(({ index }) => index === 1).length).toBeGreaterThan(3);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe("tool_calls");

    const asked = (await client.chat.completions.create({ ...params, messages })).choices[0]
      ?.message;
    const calls = (asked?.tool_calls ?? []).filter((call) => call.type === "function");
    expect(calls.map((call) => call.function.arguments)).toEqual([
      "{}",
      '{"expression":"12 * (3+4)"}',
    ]);
    const results = calls.map(
      ({ id, function: { name } }) =>
        ({ role: "tool", tool_call_id: id, content: name === "clock" ? "9:14" : "84" }) as const,
    );
    const answer = await measureStream(client, {
      ...params,
      messages: [...messages, ...(asked === undefined ? [] : [asked]), ...results],
    });
    expect(answer.text).toBe("The clock says: 9:14 The calculator says: 84");
    expect(answer.finishReason).toBe("stop");
  });

  it("obeys max_tokens, stop and a JSON schema", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const client = testClient(upstream);
    const model = "swift-1";
    const short = await client.chat.completions.create({
      model,
      messages: ask("Hi"),
      max_completion_tokens: 3,
    });
    expect(short.choices[0]?.finish_reason).toBe("length");
    expect(short.usage?.completion_tokens).toBe(3);
    const thought = await client.chat.completions.create({
      model: "deep-1",
      messages: ask("Hi"),
      max_completion_tokens: 3,
    });
    expect(thought.usage?.completion_tokens).toBe(3);
    const stopped = await client.chat.completions.create({ model, messages: ask("Hi"), stop: "." });
    expect(stopped.choices[0]?.message.content).not.toContain(".");
    const json = await client.chat.completions.create({
      model,
      messages: ask("Hi"),
      response_format: {
        type: "json_schema",
        json_schema: {
          name: "answer",
          schema: { type: "object", properties: { ok: { const: true } }, required: ["ok"] },
        },
      },
    });
    expect(json.choices[0]?.message.content).toBe('{"ok":true}');
  });

  it("says what it is when asked", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const { text } = await measureStream(testClient(upstream), {
      model: "deep-1",
      messages: ask("Who are you?"),
    });
    expect(text).toContain("practice model");
  });
});

describe("the same seed", () => {
  const params = { model: "swift-1", messages: ask("Tell me about trains") };

  it("gives the same replies in the same order, at any pace", async () => {
    const run = async (seed: number, pace: number) => {
      await using upstream = await startPracticeUpstream({ seed, pace });
      const client = testClient(upstream);
      const first = await measureStream(client, params);
      const second = await measureStream(client, params);
      return [first.text, second.text];
    };
    const replies = await run(42, 0);
    expect(await run(42, 0.001)).toEqual(replies);
    expect(await run(43, 0)).not.toEqual(replies);
    expect(replies[0]).not.toBe(replies[1]);
  });

  it("may come with the request, and then nothing else matters", async () => {
    const run = async (seed: number) => {
      await using upstream = await startPracticeUpstream({ seed, pace: 0 });
      return (await measureStream(testClient(upstream), { ...params, seed: 5 })).text;
    };
    expect(await run(1)).toBe(await run(2));
  });
});
