import type { Direction } from "./move-selection.ts";

const actions = new Map<string, Direction | "open" | "clear">([
  ["ArrowUp", "up"],
  ["ArrowDown", "down"],
  ["ArrowLeft", "left"],
  ["ArrowRight", "right"],
  ["Home", "first"],
  ["End", "last"],
  ["Enter", "open"],
  ["Escape", "clear"],
]);

/** What a key does in the lanes, or null where it is not theirs. */
export function keyAction(key: string): Direction | "open" | "clear" | null {
  return actions.get(key) ?? null;
}
