import { beginningOf } from "../../beginning-of.ts";

/**
 * What would not be seen, or would change how the rest is seen: control characters other than tab and
 * newline, those that turn the direction of text or have no width, and halves of characters.
 */
const hidden = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u{E0100}-\u{E01EF}]/gu;

/**
 * Text of a stranger, for people and models to read: what is hidden stands there as `\u{202e}`. Cut to a length in UTF-16 units, with a sign that it was.
 */
export function visibleText(text: string, maxLength: number): string {
  const beginning = beginningOf(text, maxLength);
  const shown = beginning.replace(
    hidden,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  const isCut = text.length > maxLength || shown.length > maxLength;
  return isCut ? `${beginningOf(shown, maxLength)}…` : shown;
}
