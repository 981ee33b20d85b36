import { expect, it, vi } from "vitest";
import { AnswerReader } from "./answer-reader.ts";
import { wireOf } from "./wires/index.ts";

it.each([200, 500])("keeps nothing of the pieces that a whole answer of %i comes in", (status) => {
  const reader = new AnswerReader({
    wire: wireOf("chat"),
    isStream: false,
    dropUsage: false,
    maxStreamBytes: 1,
    maxToolCalls: null,
    holdsUntilToken: false,
    provider: "p",
    mono: () => 1,
    sink: { head: () => {}, data: () => true },
    onFirstToken: () => {},
    onGoodHead: () => {},
  });
  reader.head(status, { "content-type": "application/json" });
  const body = Buffer.from(JSON.stringify({ choices: [{ message: { content: "Well." } }] }));
  // Each is a part of what a socket read, all of which it would hold.
  const read = Buffer.alloc(64 * 1024);
  using concat = vi.spyOn(Buffer, "concat");
  for (const byte of body) {
    read[0] = byte;
    reader.data(read.subarray(0, 1), () => {});
  }
  read.fill(0);
  if (status === 200) expect(reader.finish()).toBeNull();
  else expect(reader.errorAnswer?.body).toEqual(body);
  expect(concat).not.toHaveBeenCalled();
});
