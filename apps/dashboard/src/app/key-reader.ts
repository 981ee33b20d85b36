/** A key, or two pressed one after the other: `?`, `space`, `g o`, `mod+k`. */
export interface KeyBinding {
  readonly keys: string;
  readonly label: string;
  readonly run: () => void;
  /** Holding the key runs it again and again. */
  readonly repeats?: boolean;
  /** It moves through time: the map has these apart. */
  readonly isTime?: boolean;
}

/** What of a key press matters here. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly timeStamp: number;
}

/** The second key of a pair comes within this long of the first. */
const pairWithinMs = 1_200;

/** Finds the binding that a press completes, remembering the first key of a pair. */
export class KeyReader {
  #first: { readonly key: string; readonly at: number } | null = null;

  read(bindings: readonly KeyBinding[], press: KeyPress): KeyBinding | null {
    const name = nameOf(press);
    const first = this.#first;
    this.#first = null;
    const isPair = first !== null && press.timeStamp - first.at <= pairWithinMs;
    const pair = isPair ? bindings.find(({ keys }) => keys === `${first.key} ${name}`) : undefined;
    if (pair !== undefined) return pair;
    const single = bindings.find(({ keys }) => keys === name);
    if (single !== undefined) return single;
    if (bindings.some(({ keys }) => keys.startsWith(`${name} `))) {
      this.#first = { key: name, at: press.timeStamp };
    }
    return null;
  }
}

/** Keys that many keyboards have behind AltGr, which tells itself as Alt or as Ctrl and Alt. */
const behindAlt = new Set(["[", "]", "{", "}"]);

function nameOf({ key, ctrlKey, metaKey, altKey }: KeyPress): string {
  if (altKey && behindAlt.has(key)) return key;
  const name = key === " " ? "space" : key.length === 1 ? key.toLowerCase() : key;
  if (altKey) return `alt+${name}`;
  return ctrlKey || metaKey ? `mod+${name}` : name;
}
