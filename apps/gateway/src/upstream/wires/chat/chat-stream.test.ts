import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StreamReader } from "../stream-reader.ts";
import { StreamTally } from "../stream-tally.ts";
import { readStream, type StreamRead } from "../testing/read-stream.ts";
import { ChatEvents } from "./chat-events.ts";

/** Reads the bytes in chunks that end at these places. */
const read = (bytes: Buffer, cuts: readonly number[] = [], dropUsage = false): StreamRead =>
  readStream(new ChatEvents(dropUsage), bytes, cuts);

const readText = (text: string, dropUsage = false) => read(Buffer.from(text), [], dropUsage);

interface Line {
  readonly text: string;
  readonly content: string;
  readonly tokens: number;
}

/** A chunk's members in any order, as servers other than OpenAI's write them. */
const contentChunk: fc.Arbitrary<Line> = fc
  .record({
    content: fc.string({ unit: "binary", minLength: 1, maxLength: 8 }),
    space: fc.constantFrom("", " "),
    others: fc.shuffledSubarray(['"index":0', '"finish_reason":null', '"logprobs":null']),
    outer: fc.shuffledSubarray(['"id":"a"', '"usage":null', '"x":1.0', '"error":null']),
    at: fc.nat(4),
    escaped: fc.boolean(),
  })
  .map(({ content, space, others, outer, at, escaped }) => {
    const value = escaped ? toAscii(JSON.stringify(content)) : JSON.stringify(content);
    const delta = `"delta":{"content"${space}:${space}${value}}`;
    const choice = others.toSpliced(at % (others.length + 1), 0, delta).join();
    const chunk = outer.toSpliced(at % (outer.length + 1), 0, `"choices":[{${choice}}]`).join();
    return { text: `data:${space}{${chunk}}`, content: toWellFormed(content), tokens: 1 };
  });

const otherLine: fc.Arbitrary<Line> = fc
  .constantFrom(
    ": ping",
    "event: message",
    "id: 7",
    "retry: 100",
    'data: {"choices":[{"delta":{"role":"assistant","content":""}}]}',
    'data: {"choices":[{"delta":{"content":null}}]}',
    'data: {"choices":[],"prompt_filter_results":[]}',
  )
  .map((text) => ({ text, content: "", tokens: 0 }));

const usageLine =
  'data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":2}}}';
const finishLine = 'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}';

const stream = fc
  .record({
    first: contentChunk,
    others: fc.array(fc.oneof({ weight: 4, arbitrary: contentChunk }, otherLine), {
      maxLength: 12,
    }),
    bom: fc.constantFrom("", "\uFEFF"),
    newline: fc.constantFrom("\n", "\r\n"),
    last: fc.constantFrom("", "\n", "\n\n"),
  })
  .map(({ first, others, bom, newline, last }) => {
    const lines = [first, ...others];
    const join = (texts: readonly string[]): string =>
      bom + texts.map((text) => text + newline + newline).join("");
    const texts = [...lines.map(({ text }) => text), finishLine];
    const end = `data: [DONE]${last}`;
    return {
      withUsage: join([...texts, usageLine]) + end,
      withoutUsage: join(texts) + end,
      content: lines.map(({ content }) => content).join(""),
      tokens: lines.reduce((sum, { tokens }) => sum + tokens, 0),
    };
  });

function toAscii(json: string): string {
  return json.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** What is left of half a surrogate pair once it was UTF-8. */
function toWellFormed(text: string): string {
  return text.toWellFormed();
}

describe("ChatStreamReader", () => {
  it("passes every byte of any stream in any chunks, and reads the same in it", () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 30 }), (given, cuts) => {
        const bytes = Buffer.from(given.withUsage);
        const { tally, malformed, passed } = read(bytes, cuts);
        expect(passed).toBe(bytes.toString("latin1"));
        expect(malformed).toBeNull();
        expect(tally).toMatchObject({ error: null, done: true });
        expect(tally.finishReason).toBe("stop");
        expect(tally.tokens).toBe(given.tokens);
        expect(tally.text.toString()).toBe(given.content);
        expect(tally.usage).toEqual({
          inputTokens: 5,
          outputTokens: 9,
          cachedTokens: 2,
          cacheWriteTokens: null,
          cacheWrite1hTokens: null,
          reasoningTokens: null,
        });
      }),
      { numRuns: 300 },
    );
  });

  it("leaves out the usage that nobody asked for, and nothing else", () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 30 }), (given, cuts) => {
        const { tally, passed } = read(Buffer.from(given.withUsage), cuts, true);
        expect(passed).toBe(Buffer.from(given.withoutUsage).toString("latin1"));
        expect(tally.usage?.outputTokens).toBe(9);
      }),
    );
  });

  it("keeps back the end of an answer with nothing in it, and an error within it", () => {
    const empty = readText(`${finishLine}\n\ndata: [DONE]\n\n`);
    expect(empty.passed).toBe(`${finishLine}\n\n`);
    expect(empty.tally.done).toBe(true);
    const failed = readText('data: {"error":{"message":"no more"}}\n\n');
    expect(failed.passed).toBe("");
    expect(failed.tally.error?.message).toBe("no more");
  });

  it("throws at no bytes whatever, and passes on only what came", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat()), (bytes, cuts) => {
        const { passed, malformed } = read(Buffer.from(bytes), cuts);
        const all = Buffer.from(bytes).toString("latin1");
        if (malformed === null) expect(passed).toBe(all);
        else expect(all.startsWith(passed)).toBe(true);
      }),
    );
  });

  it("keeps a chunk with usage where there is a choice in it, or the usage is null", () => {
    const lines = [
      'data: {"choices":[{"delta":{"content":"a"}}],"usage":{"completion_tokens":1}}\n\n',
      'data: {"choices":[],"usage":null}\n\n',
    ].join("");
    const { tally, passed } = readText(lines, true);
    expect(passed).toBe(lines);
    expect(tally.usage?.outputTokens).toBe(1);
  });

  it.each([
    ["before", '{"usage":{"completion_tokens":3},"choices":[{"delta":{"content":"a"}}]}'],
    ["after", '{"choices":[{"delta":{"content":"a"}}],"usage":{"completion_tokens":3}}'],
  ])("reads usage that stands %s the text", (_, chunk) => {
    expect(readText(`data: ${chunk}\n\n`).tally).toMatchObject({
      tokens: 1,
      usage: { outputTokens: 3 },
    });
  });

  it.each([
    '{"choices":[{"finish_reason":"length","delta":{"content":"a"}}]}',
    '{"choices":[{"delta":{"content":"a"},"finish_reason" : "length"}]}',
  ])("reads why it ended, wherever that stands: %s", (chunk) => {
    expect(readText(`data: ${chunk}\n\n`).tally).toMatchObject({
      tokens: 1,
      finishReason: "length",
    });
  });

  it.each([
    ['{"error":{"message":"no","code":"x"}}', { message: "no", code: "x" }],
    ['{"error":{"message":"no"},"choices":[{"delta":{"content":"a"}}]}', { message: "no" }],
    ['{"error":"plain words"}', { message: "plain words" }],
  ])("sees the error in %s", (chunk, error) => {
    expect(readText(`data: ${chunk}\n\n`).tally.error).toMatchObject(error);
  });

  it.each([
    ["tool calls", '{"tool_calls":[{"index":0,"function":{"arguments":"{"}}]}'],
    ["tool calls beside text", '{"content":"a","tool_calls":[{"index":0}]}'],
    ["a refusal", '{"refusal":"no"}'],
    ["reasoning", '{"reasoning_content":"hm"}'],
  ])("counts %s as a token", (_, delta) => {
    const { tally, malformed } = readText(`data: {"choices":[{"delta":${delta}}]}\n\n`);
    expect([tally.tokens, malformed]).toEqual([1, null]);
  });

  it.each([
    ["no JSON", "data: {half", "a chunk that is no JSON"],
    ["no object", "data: 7", "a chunk that is no JSON"],
    ["no event", "<html>", "a line that is no server-sent event"],
  ])("stops at %s, having passed what came before", (_, line, said) => {
    const good = 'data: {"choices":[{"delta":{"content":"a"}}]}\n\n';
    const { malformed, passed } = readText(`${good}${line}\n\n${good}`);
    expect(passed).toBe(good);
    expect(malformed).toContain(said);
  });

  it("gives up a line that does not end", () => {
    const endless = Buffer.alloc(9 * 1024 * 1024, "x");
    const { malformed, passed } = read(endless, [1_000, 1_100_000, 1_200_000]);
    expect(malformed).toContain("a line of more than 8388608 bytes");
    expect(passed).toBe("");
  });

  it("tells the first token once, and when the last one came", () => {
    let now = 0;
    let first = 0;
    const tally = new StreamTally({
      onFirstToken: () => (first += 1),
      mono: () => (now += 10),
    });
    const reader = new StreamReader(new ChatEvents(false), tally);
    for (let token = 0; token < 3; token += 1) {
      reader.push(Buffer.from('data: {"choices":[{"delta":{"content":"a"}}]}\n\n'));
    }
    expect([first, tally.firstTokenMono, tally.lastTokenMono]).toEqual([1, 10, 30]);
  });
});
