import type { Direction } from "./move-selection.ts";

export type LaneKeyAction =
  | { readonly type: "move"; readonly direction: Direction }
  | { readonly type: "pan"; readonly share: number }
  | { readonly type: "zoom"; readonly factor: number }
  | { readonly type: "now" | "open" | "blocker" | "clear" };

export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
}

export interface KeyContext {
  /** The window can be moved and zoomed. */
  readonly hasWindow: boolean;
  /** A lane or a span is selected: arrows move on from it. */
  readonly hasSelection: boolean;
}

const zoomFactor = 1.5;
/** Of the window's length, a press of an arrow. */
const panShare = 0.1;

const always = new Map<string, LaneKeyAction>([
  ["ArrowUp", { type: "move", direction: "up" }],
  ["ArrowDown", { type: "move", direction: "down" }],
  ["ArrowLeft", { type: "move", direction: "left" }],
  ["ArrowRight", { type: "move", direction: "right" }],
  ["End", { type: "move", direction: "last" }],
  ["Enter", { type: "open" }],
  ["b", { type: "blocker" }],
  ["Escape", { type: "clear" }],
]);

const inWindow = new Map<string, LaneKeyAction>([
  ["+", { type: "zoom", factor: 1 / zoomFactor }],
  ["=", { type: "zoom", factor: 1 / zoomFactor }],
  ["-", { type: "zoom", factor: zoomFactor }],
  ["0", { type: "now" }],
  ["Home", { type: "now" }],
]);

/**
 * What a key does in the lanes, or null where it is not theirs. Arrows to the sides move the window until
 * something is selected, and with Shift always.
 */
export function keyAction(press: KeyPress, context: KeyContext): LaneKeyAction | null {
  const { key, shiftKey } = press;
  const side = key === "ArrowLeft" ? -1 : key === "ArrowRight" ? 1 : 0;
  const pans = context.hasWindow && side !== 0 && (shiftKey || !context.hasSelection);
  if (pans) return { type: "pan", share: side * panShare };
  return (context.hasWindow ? inWindow.get(key) : undefined) ?? always.get(key) ?? null;
}
