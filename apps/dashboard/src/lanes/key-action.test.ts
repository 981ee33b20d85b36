import { expect, test } from "vitest";
import { keyAction } from "./key-action.ts";

const press = (key: string, shiftKey = false) => ({ key, shiftKey });

test("arrows move the window until something is selected, and with Shift always", () => {
  const free = { hasWindow: true, hasSelection: false };
  expect(keyAction(press("ArrowLeft"), free)).toEqual({ type: "pan", share: -0.1 });
  const at = { hasWindow: true, hasSelection: true };
  expect(keyAction(press("ArrowLeft"), at)).toEqual({ type: "move", direction: "left" });
  expect(keyAction(press("ArrowRight", true), at)).toEqual({ type: "pan", share: 0.1 });
  expect(keyAction(press("ArrowDown"), free)).toEqual({ type: "move", direction: "down" });
});

test("a picture of the last minute alone is not zoomed or moved", () => {
  const fixed = { hasWindow: false, hasSelection: false };
  for (const key of ["+", "-", "0", "Home", "x"]) expect(keyAction(press(key), fixed)).toBeNull();
  expect(keyAction(press("ArrowLeft"), fixed)).toEqual({ type: "move", direction: "left" });
  expect(keyAction(press("+"), { ...fixed, hasWindow: true })?.type).toBe("zoom");
});
