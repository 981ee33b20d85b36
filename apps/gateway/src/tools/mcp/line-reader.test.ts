import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { LineReader } from "./line-reader.ts";

function read(chunks: readonly Buffer[], maxBytes = 1_000) {
  const lines: string[] = [];
  const onTooLong = vi.fn<() => void>();
  const reader = new LineReader({ maxBytes, onLine: (line) => lines.push(line), onTooLong });
  for (const chunk of chunks) reader.push(chunk);
  return { lines, onTooLong };
}

test("reads the same lines however they are cut", () => {
  const line = fc.string({ unit: "grapheme" }).filter((text) => !/[\r\n]/.test(text));
  fc.assert(
    fc.property(fc.array(line), fc.integer({ min: 1, max: 7 }), (lines, size) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(""));
      const chunks = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      expect(read(chunks).lines).toEqual(lines);
    }),
  );
});

test("ends at a line that is too long, in one piece or in many", () => {
  const many = Array.from({ length: 1_000 }, () => Buffer.alloc(100, "x"));
  for (const chunks of [many, [Buffer.alloc(1_001, "x")]]) {
    const { lines, onTooLong } = read([Buffer.from("ok\r\n"), ...chunks, Buffer.from("\nmore\n")]);
    expect(lines).toEqual(["ok"]);
    expect(onTooLong).toHaveBeenCalledOnce();
  }
});
