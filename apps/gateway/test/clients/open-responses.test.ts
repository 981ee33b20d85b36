import { describe, expect, it } from "vitest";
import { z } from "zod";
import { startClientGateway, weather, type ClientGateway } from "./client-gateway.ts";

/*
 * What the compliance suite of Open Responses asks of a server, case by case, in tests of our own: the
 * same kinds of request, answered with a whole response resource or with events that end in one.
 */

const count = z.int().nonnegative();

const message = z.object({
  type: z.literal("message"),
  id: z.string(),
  status: z.enum(["in_progress", "completed", "incomplete"]),
  role: z.literal("assistant"),
  content: z.array(
    z.object({
      type: z.literal("output_text"),
      text: z.string(),
      annotations: z.array(z.unknown()),
      logprobs: z.array(z.unknown()),
    }),
  ),
});

const functionCall = z.object({
  type: z.literal("function_call"),
  id: z.string(),
  call_id: z.string(),
  name: z.string(),
  arguments: z.string(),
  status: z.enum(["in_progress", "completed", "incomplete"]),
});

/** Every member that the specification requires, and of which kind. */
const resource = z.object({
  id: z.string(),
  object: z.literal("response"),
  created_at: z.int(),
  completed_at: z.int().nullable(),
  status: z.enum(["in_progress", "completed", "incomplete", "failed"]),
  incomplete_details: z.object({ reason: z.string() }).nullable(),
  model: z.string(),
  previous_response_id: z.string().nullable(),
  instructions: z.string().nullable(),
  output: z.array(z.discriminatedUnion("type", [message, functionCall])),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  tools: z.array(z.object({ type: z.string() })),
  tool_choice: z.union([z.string(), z.object({ type: z.string() })]),
  truncation: z.enum(["auto", "disabled"]),
  parallel_tool_calls: z.boolean(),
  text: z.object({ format: z.object({ type: z.string() }) }),
  top_p: z.number(),
  presence_penalty: z.number(),
  frequency_penalty: z.number(),
  top_logprobs: z.int(),
  temperature: z.number(),
  reasoning: z.object({ effort: z.string().nullable(), summary: z.string().nullable() }).nullable(),
  usage: z
    .object({
      input_tokens: count,
      output_tokens: count,
      total_tokens: count,
      input_tokens_details: z.object({ cached_tokens: count }),
      output_tokens_details: z.object({ reasoning_tokens: count }),
    })
    .nullable(),
  max_output_tokens: z.int().nullable(),
  max_tool_calls: z.int().nullable(),
  store: z.boolean(),
  background: z.boolean(),
  service_tier: z.string(),
  metadata: z.record(z.string(), z.unknown()),
  safety_identifier: z.string().nullable(),
  prompt_cache_key: z.string().nullable(),
});

const event = z.looseObject({ type: z.string(), sequence_number: count });

async function post({ baseUrl, token }: ClientGateway, body: unknown): Promise<Response> {
  return fetch(`${baseUrl}/responses`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

async function whole(clients: ClientGateway, body: object) {
  const response = await post(clients, body);
  expect(response.status).toBe(200);
  return resource.parse(await response.json());
}

/** The events of a stream, each named on the wire as in its data. */
async function streamed(clients: ClientGateway, body: object) {
  const response = await post(clients, { ...body, stream: true });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const blocks = (await response.text()).split("\n\n").filter((block) => block !== "");
  const events = blocks.map((block) => {
    const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
    const parsed = event.parse(JSON.parse(data ?? ""));
    expect(parsed.type).toBe(name);
    return parsed;
  });
  expect(events.map(({ sequence_number: at }) => at)).toEqual([...events.keys()]);
  const last = events.at(-1);
  return { events, final: resource.parse(last?.["response"]) };
}

const user = (content: unknown) => ({ type: "message", role: "user", content });

describe.each(["local/swift-1", "support"])("Open Responses with %s", (model) => {
  it("basic-response", async () => {
    await using clients = await startClientGateway();
    const { status, output } = await whole(clients, {
      model,
      input: [user("Say hello in three words.")],
    });
    expect(status).toBe("completed");
    expect(output).not.toHaveLength(0);
  });

  it("streaming-response", async () => {
    await using clients = await startClientGateway();
    const { events, final } = await streamed(clients, { model, input: [user("Count to five.")] });
    expect(events.at(-1)?.type).toBe("response.completed");
    expect(final.status).toBe("completed");
  });

  it("system-prompt", async () => {
    await using clients = await startClientGateway();
    const system = { type: "message", role: "system", content: "You are a pirate." };
    const { status, output } = await whole(clients, { model, input: [system, user("Say hello.")] });
    expect(status).toBe("completed");
    expect(output).not.toHaveLength(0);
  });

  it("image-input", async () => {
    await using clients = await startClientGateway();
    const content = [
      { type: "input_text", text: "What do you see?" },
      { type: "input_image", image_url: "data:image/png;base64,iVBORw0KGgo=" },
    ];
    const { status, output } = await whole(clients, { model, input: [user(content)] });
    expect(status).toBe("completed");
    expect(output).not.toHaveLength(0);
  });

  it("multi-turn", async () => {
    await using clients = await startClientGateway();
    const answer = { type: "message", role: "assistant", content: "Hello, Alice." };
    const { status, output } = await whole(clients, {
      model,
      input: [user("My name is Alice."), answer, user("What is my name?")],
    });
    expect(status).toBe("completed");
    expect(output).not.toHaveLength(0);
  });
});

/** An agent has its own tools, and refuses a client's. */
describe("Open Responses with local/swift-1", () => {
  const { question, ...offered } = weather;
  const ask = {
    model: "local/swift-1",
    input: [user(question)],
    tools: [{ type: "function", ...offered }],
  };

  it("tool-calling", async () => {
    await using clients = await startClientGateway();
    const { output } = await whole(clients, ask);
    expect(output).toMatchObject([{ type: "function_call", name: weather.name }]);
  });

  it("tool-calling-streaming", async () => {
    await using clients = await startClientGateway();
    const { events } = await streamed(clients, ask);
    const item = { type: "function_call", name: weather.name };
    expect(events).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          type: "response.output_item.added",
          item: expect.objectContaining(item),
        }),
        expect.objectContaining({ type: "response.function_call_arguments.delta" }),
        expect.objectContaining({ type: "response.function_call_arguments.done" }),
        expect.objectContaining({
          type: "response.output_item.done",
          item: expect.objectContaining(item),
        }),
      ]),
    );
  });
});
