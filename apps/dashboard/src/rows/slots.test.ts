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

test("rows of which none was there before get places of their own", () => {
  const slots = new Slots();
  const before = slots.of(["a", "b"]);
  for (const slot of slots.of(["c", "d"])) expect(before).not.toContain(slot);
});

test("where places are handed on, rows of which none was there before take them over, in order", () => {
  const slots = new Slots();
  const before = slots.of(["a", "b"]);
  const after = slots.of(["c", "d", "e"], true);
  expect(after.slice(0, 2)).toEqual(before);
  expect(new Set(after)).toHaveLength(3);
});

test("a row that went past others is made anew, and they are not", () => {
  const slots = new Slots();
  const [a, b, c] = slots.of(["a", "b", "c"]);
  const [movedC, stillA, stillB] = slots.of(["c", "a", "b"]);
  expect([stillA, stillB]).toEqual([a, b]);
  expect([a, b, c]).not.toContain(movedC);
});
