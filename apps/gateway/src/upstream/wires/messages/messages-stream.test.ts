import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  frame,
  framing,
  jsonString,
  type Framing,
  type StreamedEvent,
} from "../testing/framing.ts";
import { readStream } from "../testing/read-stream.ts";
import { MessagesEvents } from "./messages-events.ts";

const started: StreamedEvent = {
  name: "message_start",
  data: '{"type":"message_start","message":{"id":"msg_1","role":"assistant","content":[],"usage":{"input_tokens":10,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,"cache_creation":{"ephemeral_5m_input_tokens":15,"ephemeral_1h_input_tokens":5},"output_tokens":1}}}',
  text: "",
  tokens: 0,
};
const ended: StreamedEvent = {
  name: "message_delta",
  data: '{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":9}}',
  text: "",
  tokens: 0,
};
const stopped: StreamedEvent = {
  name: "message_stop",
  data: '{"type":"message_stop"}',
  text: "",
  tokens: 0,
};

const delta = (
  kind: string,
  key: string,
  isText: boolean,
  tokens = 1,
): fc.Arbitrary<StreamedEvent> =>
  fc
    .record({
      content: jsonString,
      index: fc.nat(2),
      padding: fc.nat(5),
      order: fc.shuffledSubarray(["type", "index", "delta"], { minLength: 3 }),
      isTypeFirst: fc.boolean(),
    })
    .map(({ content, index, padding, order, isTypeFirst }) => {
      const inner = [`"type":"${kind}"`, `"${key}":${content.json}`];
      const members: Readonly<Record<string, string>> = {
        type: '"type":"content_block_delta"',
        index: `"index":${index}`,
        delta: `"delta":{${(isTypeFirst ? inner : inner.toReversed()).join(",")}}`,
      };
      const data = `{${order.map((name) => members[name]).join(",")}${" ".repeat(padding)}}`;
      return { name: "content_block_delta", data, text: isText ? content.value : "", tokens };
    });

const textDelta = delta("text_delta", "text", true);
const otherEvent = fc.oneof(
  delta("thinking_delta", "thinking", false),
  delta("input_json_delta", "partial_json", false),
  delta("signature_delta", "signature", false, 0),
  fc
    .constantFrom(
      ["ping", '{"type":"ping"}'],
      [
        "content_block_start",
        '{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}',
      ],
      ["content_block_stop", '{"type":"content_block_stop","index":0     }'],
      ["something_new", '{"type":"something_new","text":"not of the answer"}'],
      [
        "content_block_delta",
        '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":""}}',
      ],
    )
    .map(([name = "", data = ""]) => ({ name, data, text: "", tokens: 0 })),
);

const stream = fc.record({
  first: textDelta,
  others: fc.array(fc.oneof({ weight: 3, arbitrary: textDelta }, otherEvent), { maxLength: 12 }),
  how: framing,
});

const data = (event: string): Buffer => Buffer.from(`data: ${event}\n\n`);
const said = data(
  '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}',
);
const readAll = (...parts: readonly Buffer[]) =>
  readStream(new MessagesEvents(), Buffer.concat(parts));

describe("MessagesEvents", () => {
  it("passes every byte of any stream in any chunks, and reads the same in it", () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 30 }), ({ first, others, how }, cuts) => {
        const events = [started, first, ...others, ended, stopped];
        const bytes = frame(events, how);
        const { tally, malformed, passed } = readStream(new MessagesEvents(), bytes, cuts);
        expect(passed).toBe(bytes.toString("latin1"));
        expect(malformed).toBeNull();
        expect(tally).toMatchObject({ error: null, done: true, finishReason: "end_turn" });
        expect(tally.tokens).toBe(events.reduce((sum, { tokens }) => sum + tokens, 0));
        expect(tally.text.toString()).toBe(events.map(({ text }) => text).join(""));
        expect(tally.usage).toEqual({
          inputTokens: 60,
          outputTokens: 9,
          cachedTokens: 30,
          cacheWriteTokens: 20,
          cacheWrite1hTokens: 5,
          reasoningTokens: null,
        });
      }),
      { numRuns: 300 },
    );
  });

  it("leaves out an error with its event line, wherever the chunks end, and nothing else", () => {
    const error = {
      name: "error",
      data: '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
    };
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 30 }), ({ first, others, how }, cuts) => {
        const plain: Framing = { ...how, comment: "", last: "\n\n" };
        const before = [started, first, ...others];
        const bytes = frame([...before, error], plain);
        const { tally, passed } = readStream(new MessagesEvents(), bytes, cuts);
        const whole = frame(before, plain).toString("latin1");
        // The blank line between two events ends the one before.
        expect(passed.trimEnd()).toBe(whole.trimEnd());
        expect(tally.error).toEqual({
          message: "Overloaded",
          type: "overloaded_error",
          code: null,
        });
        expect(tally.done).toBe(false);
      }),
    );
  });

  it("leaves out what else stands between an error's name and its data", () => {
    const error = Buffer.from(
      'event: error\nid: 7\n: still there\ndata: {"type":"error","error":{"message":"no"}}\n\n',
    );
    const cuts = Array.from(error, (_, at) => at);
    const { tally, passed } = readStream(new MessagesEvents(), error, cuts);
    expect([tally.error?.message, passed]).toEqual(["no", ""]);
  });

  it("throws at no bytes whatever, and passes on only what came", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat()), (bytes, cuts) => {
        const { passed, malformed } = readStream(new MessagesEvents(), Buffer.from(bytes), cuts);
        const all = Buffer.from(bytes).toString("latin1");
        if (malformed === null) expect(passed).toBe(all);
        else expect(all.startsWith(passed)).toBe(true);
      }),
    );
  });

  it("knows the input of a stream that was cut short, and no output that was reported", () => {
    const { tally } = readAll(data(started.data), said);
    expect(tally).toMatchObject({ done: false, finishReason: null, tokens: 1 });
    expect(tally.usage).toMatchObject({ inputTokens: 60, outputTokens: null });
  });

  it("takes the input that is told at the end, where it is told again", () => {
    const end =
      '{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"input_tokens":100,"cache_read_input_tokens":7,"output_tokens":3,"output_tokens_details":{"thinking_tokens":2}}}';
    const { tally } = readAll(data(started.data), data(end));
    expect(tally.usage).toMatchObject({
      inputTokens: 107,
      cachedTokens: 7,
      outputTokens: 3,
      reasoningTokens: 2,
      cacheWrite1hTokens: 5,
    });
  });

  it("is not complete with a stop reason alone, and keeps back the end of nothing", () => {
    expect(readAll(said, data(ended.data)).tally.done).toBe(false);
    const { tally, passed } = readAll(data(ended.data), data(stopped.data));
    expect(tally).toMatchObject({ done: true, tokens: 0 });
    expect(passed).toBe(data(ended.data).toString());
  });

  it.each([
    ["a tool's call", '{"type":"tool_use","id":"toolu_1","name":"clock","input":{}}', 1, ""],
    ["a hidden thought", '{"type":"redacted_thinking","data":"x"}', 1, ""],
    ["text at once", '{"type":"text","text":"all of it"}', 1, "all of it"],
    ["an empty block of text", '{"type":"text","text":""}', 0, ""],
  ])("counts %s that a block begins with", (_, block, tokens, text) => {
    const { tally } = readAll(
      data(`{"type":"content_block_start","index":0,"content_block":${block}}`),
    );
    expect([tally.tokens, tally.text.toString()]).toEqual([tokens, text]);
  });

  it("takes nothing for text that only looks like the deltas before", () => {
    const looks = [
      '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"b"},"error":{"message":"no"}}',
      '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"c","x":1}}',
    ];
    const { tally, malformed, passed } = readAll(said, said, ...looks.map(data));
    expect(tally.error?.message).toBe("no");
    expect(tally.text.toString()).toBe("aac");
    expect(malformed).toBeNull();
    expect(passed).not.toContain("error");
    expect(readAll(said, data('{"type":"content_block_delta","index":0')).malformed).toContain(
      "an event that is no JSON",
    );
  });
});
