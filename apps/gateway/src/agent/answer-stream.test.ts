import { expect, test } from "vitest";
import { AnswerStream } from "./answer-stream.ts";

async function readAll(stream: AnswerStream): Promise<string> {
  return new Response(stream.readable).text();
}

test("an answer comes out as it went in, whatever the pieces, and whoever adds is told when to go on", async () => {
  const stream = new AnswerStream();
  const read = readAll(stream);
  const pieces = ["a".repeat(10), "b".repeat(30_000), "c", "d".repeat(5_000)];
  for (const piece of pieces) {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (!stream.add(Buffer.from(piece), resolve)) await promise;
  }
  stream.end();
  expect(await read).toBe(pieces.join(""));
});

test("between two slices the event loop turns", async () => {
  const stream = new AnswerStream();
  stream.add(Buffer.from("x".repeat(64 * 1024)), () => {});
  stream.end();
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 0);
  const reader = stream.readable.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    // Each slice takes as long as a timer needs to come round.
    const until = performance.now() + 2;
    while (performance.now() < until);
  }
  clearInterval(counting);
  expect(turns).toBeGreaterThan(8);
});

test("what nobody reads any more holds nobody up", async () => {
  const stream = new AnswerStream();
  const { promise, resolve } = Promise.withResolvers<void>();
  expect(stream.add(Buffer.from("x".repeat(10_000)), resolve)).toBe(false);
  await stream.readable.cancel();
  await promise;
  expect(stream.add(Buffer.from("more"), () => {})).toBe(true);
});

test("a failure is told in place of the rest, at once", async () => {
  const stream = new AnswerStream();
  stream.add(Buffer.from("x".repeat(10_000)), () => {});
  stream.fail(new Error("cut off"));
  await expect(readAll(stream)).rejects.toThrow("cut off");
});
