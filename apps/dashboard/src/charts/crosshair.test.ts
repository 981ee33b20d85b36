import { expect, test } from "vitest";
import { Crosshair } from "./crosshair.ts";

test("every chart hears where the pointer is, once, and whose it is", () => {
  const crosshair = new Crosshair();
  const heard: (number | null)[] = [];
  const stop = crosshair.subscribe(() => heard.push(crosshair.get()));
  const [one, other] = [{}, {}];
  crosshair.point(5, one);
  crosshair.point(5, one);
  expect(crosshair.isOf(one)).toBe(true);
  crosshair.point(7, other);
  crosshair.point(null, other);
  crosshair.point(null, one);
  expect(heard).toEqual([5, 7, null]);
  expect(crosshair.isOf(other)).toBe(false);
  stop();
  crosshair.point(9, one);
  expect(heard).toHaveLength(3);
});
