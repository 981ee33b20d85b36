/** Left as they are: a line feed and a tab mean what they mean. */
const kept = new Set(["\n", "\t"]);

/** C0 and C1 controls, bidi marks and overrides, zero-width and other characters that a person can't see. */
const unseen =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

/**
 * Text from models, tools and clients as a person can trust it: nothing in it moves the cursor, turns the
 * direction of what follows, or hides. `␛[31m`, `⟨U+202E⟩`.
 */
export function visibleText(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(unseen, (character) => {
    if (kept.has(character)) return character;
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    if (code === 0x7f) return "␡";
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}
