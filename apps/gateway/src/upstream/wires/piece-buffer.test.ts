import { expect, it, vi } from "vitest";
import { PieceBuffer } from "./piece-buffer.ts";

it("hands back what it was given, in order, once", () => {
  const carry = new PieceBuffer();
  const piece = Buffer.from("data: ");
  carry.add(piece);
  piece.fill("x");
  for (const byte of "abc") carry.add(Buffer.from(byte));
  expect(carry.length).toBe(9);
  expect(carry.bytes.toString()).toBe("data: abc");
  expect(carry.takeWith(Buffer.from("\n")).toString()).toBe("data: abc\n");
  expect(carry.length).toBe(0);
  const rest = Buffer.from("rest");
  expect(carry.takeWith(rest)).toBe(rest);
});

it("copies a byte a few times at most, in however small pieces they come", () => {
  const pieces = 20_000;
  const carry = new PieceBuffer();
  const piece = Buffer.from("x");
  using copy = vi.spyOn(Buffer.prototype, "copy");
  for (let index = 0; index < pieces; index += 1) carry.add(piece);
  const copied = copy.mock.results.reduce((sum, { value }) => sum + Number(value), 0);
  expect(copied).toBeGreaterThanOrEqual(pieces);
  expect(copied).toBeLessThan(4 * pieces);
});
