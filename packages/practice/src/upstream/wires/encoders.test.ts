import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isJsonObject } from "../reply/json-value.ts";
import type { Prompt } from "../reply/prompt.ts";
import type { FinishReason, Piece, Reply } from "../reply/reply.ts";
import { messagesEncoder } from "./messages/messages-encoder.ts";
import { responsesEncoder } from "./responses/responses-encoder.ts";
import type { Encoder, ReplyHead } from "./wire.ts";

const PROMPT: Prompt = {
  model: "swift-1",
  stream: true,
  includeUsage: true,
  messages: [],
  tools: [],
  toolChoice: { kind: "auto" },
  parallelCalls: true,
  stop: [],
  showThought: true,
};

const finishReasons: FinishReason[] = ["stop", "length", "tool_calls", "content_filter"];

/** Words, then calls, as replies are; also none of either. */
const replies: fc.Arbitrary<Reply> = fc
  .record({
    words: fc.array(fc.string({ minLength: 1 }), { maxLength: 4 }),
    calls: fc.array(fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }), { maxLength: 3 }),
    finishReason: fc.constantFrom(...finishReasons),
    reasoningTokens: fc.nat({ max: 1 }),
  })
  .map(({ words, calls, finishReason, reasoningTokens }) => {
    const pieces: Piece[] = [
      ...words.map((text) => ({ kind: "text", text }) as const),
      ...calls.flatMap((fragments, index) => [
        { kind: "call", index, id: `call_${index}`, name: "clock" } as const,
        ...fragments.map((text) => ({ kind: "arguments", index, text }) as const),
      ]),
    ];
    const completionTokens = pieces.length + reasoningTokens;
    const usage = { promptTokens: 9, cachedTokens: 2, cacheWriteTokens: 3, completionTokens };
    return { pieces, finishReason, usage: { ...usage, reasoningTokens } };
  });

function headOf({ usage }: Reply): ReplyHead {
  return { id: "0".repeat(24), model: "swift-1", createdAtMs: 0, prompt: PROMPT, usage };
}

/** The data of all events of a reply, the name of each checked; an aside before so many pieces. */
function eventsOf(encoder: Encoder, reply: Reply, asideAt?: number) {
  const parts = [encoder.head()];
  for (const [index, piece] of reply.pieces.entries()) {
    if (index === asideAt) parts.push(encoder.aside("ASIDE"));
    parts.push(encoder.piece(piece));
  }
  parts.push(encoder.tail(reply));
  const events = parts.join("").split("\n\n");
  expect(events.pop()).toBe("");
  return events.map((event) => {
    const [, name, data = ""] = /^event: (\S+)\ndata: (.*)$/s.exec(event) ?? [];
    const parsed: unknown = JSON.parse(data);
    if (!isJsonObject(parsed)) throw new Error(`No object: ${data}`);
    expect(parsed["type"]).toBe(name);
    return parsed;
  });
}

describe("messagesEncoder", () => {
  it("opens, fills and closes block after block, whatever the reply and wherever an aside goes", () => {
    fc.assert(
      fc.property(replies, fc.nat({ max: 8 }), (reply, asideAt) => {
        const events = eventsOf(messagesEncoder(headOf(reply)), reply, asideAt);
        expect(events.slice(0, 2).map(({ type }) => type)).toEqual(["message_start", "ping"]);
        expect(events.slice(-2).map(({ type }) => type)).toEqual(["message_delta", "message_stop"]);
        let blocks = 0;
        let isOpen = false;
        for (const { type, index } of events.slice(2, -2)) {
          expect(index).toBe(blocks);
          expect(isOpen).toBe(type !== "content_block_start");
          isOpen = type !== "content_block_stop";
          if (!isOpen) blocks += 1;
        }
        expect(isOpen).toBe(false);
      }),
    );
  });
});

describe("responsesEncoder", () => {
  it("numbers its events, and adds up to the reply that is not streamed", () => {
    fc.assert(
      fc.property(replies, (reply) => {
        const events = eventsOf(responsesEncoder(headOf(reply)), reply);
        expect(events.map(({ sequence_number: number }) => number)).toEqual([...events.keys()]);
        const done = events.filter(({ type }) => type === "response.output_item.done");
        expect(done.map(({ output_index: index }) => index)).toEqual([...done.keys()]);
        const whole: unknown = JSON.parse(responsesEncoder(headOf(reply)).whole(reply));
        expect(events.at(-1)?.["response"]).toEqual(whole);
        expect(whole).toMatchObject({ output: done.map(({ item }) => item) });
      }),
    );
  });

  it("adds, fills and ends item after item, wherever an aside goes", () => {
    fc.assert(
      fc.property(replies, fc.nat({ max: 8 }), (reply, asideAt) => {
        let open: unknown;
        for (const event of eventsOf(responsesEncoder(headOf(reply)), reply, asideAt).slice(
          2,
          -1,
        )) {
          if (event["type"] === "response.output_item.added") {
            expect(open).toBeUndefined();
            open = event["output_index"];
          }
          expect(event["output_index"]).toBe(open);
          if (event["type"] === "response.output_item.done") open = undefined;
        }
        expect(open).toBeUndefined();
      }),
    );
  });
});
