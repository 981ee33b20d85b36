import { expect, it } from "vitest";
import { HeldBodies } from "./held-bodies.ts";

const kibibyte = 1024;

it("has room for so many bytes, half of them of one sender, and again once one is over", () => {
  const held = new HeldBodies(64 * kibibyte);
  const first = held.enter("a");
  expect(first?.holds(28 * kibibyte)).toBe(true);
  expect(held.enter("a")).not.toBeNull();
  expect([held.enter("a"), first?.holds(29 * kibibyte)]).toEqual([null, false]);
  const second = held.enter("b");
  expect(second?.holds(30 * kibibyte)).toBe(true);
  expect(held.enter("c")).toBeNull();
  first?.leave();
  expect(held.enter("c")).not.toBeNull();
});

it("counts a message that has hardly begun as little", () => {
  const held = new HeldBodies(64 * 1024 * kibibyte);
  const messages = Array.from({ length: 8_000 }, () => held.enter("a"));
  expect(messages).not.toContain(null);
  expect(held.enter("b")?.holds(4 * 1024 * kibibyte)).toBe(true);
  for (const message of messages) message?.leave();
  expect(held.enter("a")?.holds(32 * 1024 * kibibyte)).toBe(true);
});
