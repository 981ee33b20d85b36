import { expect, test } from "vitest";
import { Slots } from "./slots.ts";

test("rows keep their places while any of them stays", () => {
  const slots = new Slots();
  const [a, b] = slots.of(["a", "b"]);
  const [c, stillA] = slots.of(["c", "a"]);
  expect(stillA).toBe(a);
  expect([a, b]).not.toContain(c);
  expect(slots.of(["c", "a"])).toEqual([c, a]);
});

test("rows of which none was there before take the places over, in order", () => {
  const slots = new Slots();
  const before = slots.of(["a", "b"]);
  const after = slots.of(["c", "d", "e"]);
  expect(after.slice(0, 2)).toEqual(before);
  expect(new Set(after)).toHaveLength(3);
});
