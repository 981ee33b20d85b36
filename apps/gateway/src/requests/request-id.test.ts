import fc from "fast-check";
import { expect, it } from "vitest";
import { newRequestId } from "./index.ts";

const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const lastUlidMs = 2 ** 48 - 1;

it("is a ULID that sorts by its time", () => {
  fc.assert(
    fc.property(fc.nat(lastUlidMs), fc.nat(lastUlidMs), (a, b) => {
      const [first, second] = [newRequestId(a), newRequestId(b)];
      expect(first).toMatch(ulid);
      if (a !== b) expect(first < second).toBe(a < b);
    }),
  );
});

it("has its time in front and all that randomness gives behind", () => {
  expect(newRequestId(1_469_922_850_259, () => Buffer.alloc(16))).toBe(
    "01ARZ3NDEK0000000000000000",
  );
  expect(newRequestId(0, () => Buffer.alloc(16, 255))).toBe("0000000000ZZZZZZZZZZZZZZZZ");
  const many = new Set(Array.from({ length: 10_000 }, () => newRequestId(1)));
  expect(many.size).toBe(10_000);
});
