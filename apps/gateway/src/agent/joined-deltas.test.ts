import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { joinedDeltas } from "./joined-deltas.ts";
import type { SdkPart } from "./sdk-model.ts";

const text = (delta: string, id = "1"): SdkPart => ({ type: "text-delta", id, delta });
const input = (delta: string): SdkPart => ({ type: "tool-input-delta", id: "c", delta });

async function joined(parts: Iterable<SdkPart> | AsyncIterable<SdkPart>): Promise<SdkPart[]> {
  return Array.fromAsync(ReadableStream.from(parts).pipeThrough(joinedDeltas(0)));
}

test("pieces of one text that come at once are one, and what stands between them stays there", async () => {
  const signed: SdkPart = {
    type: "reasoning-delta",
    id: "r",
    delta: "",
    providerMetadata: { anthropic: { signature: "s" } },
  };
  const start: SdkPart = { type: "text-start", id: "1" };
  expect(
    await joined([
      start,
      text("a"),
      text("b"),
      text("c", "2"),
      input("{"),
      input("}"),
      signed,
      text("d"),
    ]),
  ).toEqual([start, text("ab"), text("c", "2"), input("{}"), signed, text("d")]);
});

test("as many as are usual come as they are", async () => {
  const parts = ReadableStream.from(Array.from({ length: 1_010 }, () => text("a")));
  const lengths = (await Array.fromAsync(parts.pipeThrough(joinedDeltas()))).map((part) =>
    part.type === "text-delta" ? part.delta.length : 0,
  );
  expect(lengths.slice(0, 1_000)).toEqual(Array.from({ length: 1_000 }, () => 1));
  expect(lengths.slice(1_000).reduce((sum, length) => sum + length, 0)).toBe(10);
  expect(lengths.length).toBeLessThan(1_010);
});

test("what comes later waits for nothing", async () => {
  async function* slowly(): AsyncGenerator<SdkPart> {
    yield text("a");
    await setImmediate();
    await setImmediate();
    yield text("b");
  }
  expect(await joined(slowly())).toEqual([text("a"), text("b")]);
});

test.each(["whoever reads stops", "what is read fails"])(
  "%s: nothing is said into the void",
  async (how) => {
    const { readable, writable } = joinedDeltas(0);
    const writer = writable.getWriter();
    const reader = readable.getReader();
    // The pieces are taken in, and held until the turn is over: it ends before.
    const first = reader.read();
    await writer.write(text("a"));
    const failed = new Error("cut off");
    if (how === "whoever reads stops") await reader.cancel();
    else await writer.abort(failed).catch(() => {});
    await expect(first.catch((error: unknown) => error)).resolves.toEqual(
      how === "whoever reads stops" ? { done: true, value: undefined } : failed,
    );
    await setImmediate();
    await setImmediate();
  },
);
