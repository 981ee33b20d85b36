export type TableAction =
  | "down"
  | "up"
  | "open"
  | "select"
  | "selectTo"
  | "pin"
  | "cancel"
  | "clear";

const actions = new Map<string, TableAction>([
  ["j", "down"],
  ["ArrowDown", "down"],
  ["k", "up"],
  ["ArrowUp", "up"],
  ["Enter", "open"],
  ["x", "select"],
  ["X", "selectTo"],
  ["p", "pin"],
  ["c", "cancel"],
  ["Escape", "clear"],
]);

/** Keys that move a page and its controls by themselves, and are the list's only while it has the focus. */
const gridOnly = new Set(["ArrowDown", "ArrowUp", "Enter", "Escape"]);

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** What a key does in the list, or null where it is not the list's. */
export function tableAction(press: KeyPress, isInGrid: boolean): TableAction | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  if (gridOnly.has(press.key) && !isInGrid) return null;
  return actions.get(press.key) ?? null;
}

/** A person types there: no key is a command. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "checkbox";
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    target.isContentEditable
  );
}
