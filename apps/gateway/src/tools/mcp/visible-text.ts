import { beginningOf } from "../../beginning-of.ts";

/** Control characters other than tab and newline, and those that turn the direction of text or have no width. */
const hidden =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E0FFF}]|[\uD800-\uDFFF]/gu;

/**
 * Text of a stranger, for people and models to read: what would not be seen, or would change how the rest
 * is seen, stands there as `\u{202e}`. Cut to a length in UTF-16 units, with a sign that it was.
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
