import { expect, it } from "vitest";
import { AtOnce } from "./at-once.ts";

it("has room for so many, half of them of one address, and again once one is over", () => {
  const door = new AtOnce(4);
  const first = door.enter("a");
  expect([door.enter("a") === null, door.enter("a")]).toEqual([false, null]);
  expect([door.enter("b") === null, door.enter("c") === null]).toEqual([false, false]);
  expect(door.enter("d")).toBeNull();
  first?.();
  expect(door.enter("a")).not.toBeNull();
});
