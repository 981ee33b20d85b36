import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { ChatEvents } from "./chat/chat-events.ts";
import { maxLineBytes, StreamReader } from "./stream-reader.ts";
import { StreamTally } from "./stream-tally.ts";
import { readStream } from "./testing/read-stream.ts";

const chunkOf = (content: string): string =>
  `data: {"choices":[{"delta":{"content":${JSON.stringify(content)}}}]}`;

function start() {
  const tally = new StreamTally({ onFirstToken: () => {}, mono: () => 1 });
  return { tally, reader: new StreamReader(new ChatEvents(false), tally) };
}

describe("a stream that comes byte by byte", () => {
  it("is looked at once, however long its lines are", () => {
    const { tally, reader } = start();
    const bytes = Buffer.from(`${chunkOf("x".repeat(200_000))}\n`);
    using decode = vi.spyOn(Buffer.prototype, "toString");
    for (let at = 0; at < bytes.length; at += 1) reader.push(bytes.subarray(at, at + 1));
    // Nothing is decoded before there is a line: its first byte, the line, what is kept of its text.
    expect(decode.mock.calls.length).toBeLessThan(10);
    expect(tally.tokens).toBe(1);
  });

  it("is looked at once where an event's data never comes", () => {
    const { reader } = start();
    const lines = 5_000;
    const line = Buffer.from(`event: ${"x".repeat(50)}\n`);
    using decode = vi.spyOn(Buffer.prototype, "toString");
    let passed = 0;
    for (let sent = 0; sent < lines; sent += 1)
      for (const part of reader.push(line)) passed += part.length;
    const decoded = decode.mock.contexts.reduce(
      (sum, one) => sum + (Buffer.isBuffer(one) ? one.length : 0),
      0,
    );
    expect(decoded).toBeLessThan(2 * lines * line.length);
    // They don't gather either.
    expect(passed).toBeGreaterThan((lines - 100) * line.length);
  });
});

describe("a line that is too long", () => {
  const long = Buffer.from(`${chunkOf("x".repeat(maxLineBytes))}\n`);
  const before = Buffer.from(`${chunkOf("a")}\n\n`);

  it.each([
    ["in one piece", [long]],
    ["in pieces", [long.subarray(0, 5_000_000), long.subarray(5_000_000)]],
    ["its end apart", [long.subarray(0, -1), long.subarray(-1)]],
  ])("gives the stream up, %s, after what came before it", (_, pieces) => {
    const { tally, reader } = start();
    const [first = before, ...rest] = pieces;
    const passed = reader.push(Buffer.concat([before, first]));
    passed.push(...rest.flatMap((piece) => reader.push(piece)));
    expect(reader.malformed).toBe(`a line of more than ${maxLineBytes} bytes`);
    expect(reader.isTooMuch).toBe(true);
    expect(Buffer.concat(passed)).toEqual(before);
    expect(tally.tokens).toBe(1);
    expect(reader.push(before)).toEqual([]);
  });

  it.each([0, 1, 5_000_000])("is one byte longer than the longest, cut at %i", (cut) => {
    const room = maxLineBytes - chunkOf("").length;
    for (const [more, isTooMuch] of [
      [0, false],
      [1, true],
    ] as const) {
      const line = Buffer.from(`${chunkOf("x".repeat(room + more))}\r\n`);
      const { reader } = start();
      reader.push(line.subarray(0, line.length - cut));
      reader.push(line.subarray(line.length - cut));
      expect(reader.isTooMuch).toBe(isTooMuch);
    }
  });
});

it("takes no lone carriage return for a line's end, nor lets one by", () => {
  for (const field of [": a", "id: 1", "event: x", "retry: 1"]) {
    const { reader } = start();
    expect(reader.push(Buffer.from(`${field}\rdata: {}\n`))).toEqual([]);
    expect(reader.malformed).toContain("a line that is no server-sent event");
  }
});

it("holds an event's first lines until its data tells what becomes of them, wherever it is cut", () => {
  const opening = fc.array(fc.constantFrom("event: a", "id: 1", ": b", "retry: 3"), {
    maxLength: 80,
  });
  const usage = 'data: {"choices":[],"usage":{"prompt_tokens":5}}';
  const event = fc.record({ opening, data: fc.constantFrom(usage, chunkOf("a"), "") });
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 6 }),
      fc.array(fc.nat(), { maxLength: 30 }),
      (all, cuts) => {
        const text = all.map((one) => [...one.opening, one.data, "", ""].join("\n")).join("");
        const whole = readStream(new ChatEvents(true), Buffer.from(text));
        const cut = readStream(new ChatEvents(true), Buffer.from(text), cuts);
        expect(cut.passed).toBe(whole.passed);
        expect(cut.tally.tokens).toBe(whole.tally.tokens);
        expect(whole.passed).not.toContain("usage");
      },
    ),
  );
});
