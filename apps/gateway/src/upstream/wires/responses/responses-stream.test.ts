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
import { ResponsesEvents } from "./responses-events.ts";

const silent = (name: string, data: string): StreamedEvent => ({ name, data, text: "", tokens: 0 });

const created = silent(
  "response.created",
  '{"type":"response.created","response":{"id":"resp_1","status":"in_progress","error":null,"output":[],"usage":null},"sequence_number":0}',
);
const completed = silent(
  "response.completed",
  '{"type":"response.completed","response":{"id":"resp_1","status":"completed","error":null,"incomplete_details":null,"output":[{"type":"message","content":[{"type":"output_text","text":"all of it"}]}],"usage":{"input_tokens":5,"input_tokens_details":{"cached_tokens":2},"output_tokens":9,"output_tokens_details":{"reasoning_tokens":4},"total_tokens":14}},"sequence_number":99}',
);

const delta = (type: string, isText: boolean): fc.Arbitrary<StreamedEvent> =>
  fc
    .record({
      content: jsonString,
      sequence: fc.nat(2_000),
      item: fc.constantFrom("msg_1", "msg_2"),
      obfuscation: fc.option(fc.stringMatching(/^[a-zA-Z0-9]{0,8}$/), { nil: undefined }),
      order: fc.shuffledSubarray(["type", "sequence", "item", "delta", "others"], {
        minLength: 5,
      }),
    })
    .map(({ content, sequence, item, obfuscation, order }) => {
      const members: Readonly<Record<string, string>> = {
        type: `"type":"${type}"`,
        sequence: `"sequence_number":${sequence}`,
        item: `"item_id":"${item}","output_index":0,"content_index":0`,
        delta: `"delta":${content.json}`,
        others: `"logprobs":[]${obfuscation === undefined ? "" : `,"obfuscation":"${obfuscation}"`}`,
      };
      const data = `{${order.map((name) => members[name]).join(",")}}`;
      return { name: type, data, text: isText ? content.value : "", tokens: 1 };
    });

const textDelta = delta("response.output_text.delta", true);
const otherEvent = fc.oneof(
  delta("response.function_call_arguments.delta", false),
  delta("response.refusal.delta", false),
  delta("response.reasoning_summary_text.delta", false),
  fc
    .constantFrom(
      [
        "response.output_item.added",
        '{"type":"response.output_item.added","item":{"type":"message","content":[]}}',
      ],
      [
        "response.output_item.added",
        '{"type":"response.output_item.added","item":{"type":"reasoning","summary":[]}}',
      ],
      ["response.output_text.done", '{"type":"response.output_text.done","text":"not said again"}'],
      [
        "response.output_text.delta",
        '{"type":"response.output_text.delta","delta":"","sequence_number":3}',
      ],
    )
    .map(([name = "", data = ""]) => silent(name, data)),
);

const stream = fc.record({
  first: textDelta,
  others: fc.array(fc.oneof({ weight: 3, arbitrary: textDelta }, otherEvent), { maxLength: 12 }),
  how: framing,
});

const data = (event: string): Buffer => Buffer.from(`data: ${event}\n\n`);
const said = (sequence: number, more = "") =>
  data(`{"type":"response.output_text.delta","delta":"a","sequence_number":${sequence}${more}}`);
const readAll = (...parts: readonly Buffer[]) =>
  readStream(new ResponsesEvents(), Buffer.concat(parts));

describe("ResponsesEvents", () => {
  it("passes every byte of any stream in any chunks, and reads the same in it", () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 30 }), ({ first, others, how }, cuts) => {
        const events = [created, first, ...others, completed];
        const bytes = frame(events, how);
        const { tally, malformed, passed } = readStream(new ResponsesEvents(), bytes, cuts);
        expect(passed).toBe(bytes.toString("latin1"));
        expect(malformed).toBeNull();
        expect(tally).toMatchObject({ error: null, done: true, finishReason: "completed" });
        expect(tally.tokens).toBe(events.reduce((sum, { tokens }) => sum + tokens, 0));
        expect(tally.text.toString()).toBe(events.map(({ text }) => text).join(""));
        expect(tally.usage).toEqual({
          inputTokens: 5,
          outputTokens: 9,
          cachedTokens: 2,
          cacheWriteTokens: null,
          cacheWrite1hTokens: null,
          reasoningTokens: 4,
        });
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [
      "error",
      '{"type":"error","code":"rate_limit_exceeded","message":"Slow down.","param":null,"sequence_number":4}',
    ],
    [
      "error",
      '{"type":"error","error":{"type":"tokens","code":"rate_limit_exceeded","message":"Slow down."}}',
    ],
    [
      "response.failed",
      '{"type":"response.failed","response":{"status":"failed","error":{"code":"rate_limit_exceeded","message":"Slow down."}}}',
    ],
  ])("leaves out %s with its event line: %s", (name, failure) => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 30 }), ({ first, others, how }, cuts) => {
        const plain: Framing = { ...how, comment: "", last: "\n\n" };
        const before = [created, first, ...others];
        const bytes = frame([...before, silent(name, failure)], plain);
        const { tally, passed } = readStream(new ResponsesEvents(), bytes, cuts);
        // The blank line between two events ends the one before.
        expect(passed.trimEnd()).toBe(frame(before, plain).toString("latin1").trimEnd());
        expect(tally.error).toMatchObject({ message: "Slow down.", code: "rate_limit_exceeded" });
        expect(tally.done).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it("throws at no bytes whatever, and passes on only what came", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat()), (bytes, cuts) => {
        const { passed, malformed } = readStream(new ResponsesEvents(), Buffer.from(bytes), cuts);
        const all = Buffer.from(bytes).toString("latin1");
        if (malformed === null) expect(passed).toBe(all);
        else expect(all.startsWith(passed)).toBe(true);
      }),
    );
  });

  it("is complete only when the response says so, and keeps back the end of nothing", () => {
    expect(readAll(data(created.data), said(1)).tally.done).toBe(false);
    const cut =
      '{"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}}}';
    const long = readAll(said(1), data(cut));
    expect(long.tally).toMatchObject({ done: true, finishReason: "max_output_tokens" });
    expect(readAll(data(cut))).toMatchObject({ passed: "", tally: { done: true, tokens: 0 } });
  });

  it("takes an answer that comes only at its end, and a call without arguments", () => {
    const { tally } = readAll(data(completed.data));
    expect([tally.tokens, tally.text.toString()]).toEqual([1, "all of it"]);
    const call = '{"type":"response.output_item.added","item":{"type":"function_call","name":"f"}}';
    expect(readAll(data(call)).tally.tokens).toBe(1);
  });

  it("takes nothing for text that only looks like the deltas before", () => {
    const { tally, passed } = readAll(
      said(1),
      said(22),
      said(333, ',"error":{"message":"no"}'),
      said(4),
      data('{"type":"response.other_text.delta","delta":"b","sequence_number":5}'),
    );
    expect(tally.error?.message).toBe("no");
    expect(tally.text.toString()).toBe("aaa");
    expect(tally.tokens).toBe(4);
    expect(passed).not.toContain("error");
    expect(readAll(said(1), data('{"type":"response.output_text.delta"')).malformed).toContain(
      "an event that is no JSON",
    );
  });
});
