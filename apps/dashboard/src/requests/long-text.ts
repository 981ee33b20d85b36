/** A text cut for reading, and how much of it is not shown. */
export interface CutText {
  readonly shown: string;
  readonly hidden: number;
}

const fewLines = 12;
const fewCharacters = 1_200;
/** Less than this is not worth a click. */
const worthHiding = 200;

/** The beginning of a long text, cut at the end of a line where there is one. */
export function cutText(text: string): CutText {
  const byLines = nthLineEnd(text, fewLines);
  const at = Math.min(byLines, fewCharacters);
  if (text.length - at < worthHiding) return { shown: text, hidden: 0 };
  const whole = text.charCodeAt(at - 1) >= 0xd800 && text.charCodeAt(at - 1) < 0xdc00 ? at - 1 : at;
  return { shown: text.slice(0, whole), hidden: text.length - whole };
}

/** The same from the end, for a text that is still being written. */
export function cutTextTail(text: string): CutText {
  if (text.length <= fewCharacters + worthHiding) return { shown: text, hidden: 0 };
  const from = text.length - fewCharacters;
  const near = text.slice(from, from + worthHiding);
  const at = from + Math.max(0, near.search(/\n./) + 1 || near.search(/\s/) + 1);
  return { shown: text.slice(at), hidden: at };
}

function nthLineEnd(text: string, n: number): number {
  let at = -1;
  for (let i = 0; i < n; i += 1) {
    at = text.indexOf("\n", at + 1);
    if (at === -1) return text.length;
  }
  return at;
}
