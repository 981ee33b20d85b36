/**
 * What JSON and CSV may hold as it is, and a terminal, an editor or a program that splits lines should not
 * meet: control characters, further line separators, and what turns the direction of text around.
 */
const raw =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Such characters as JSON's escapes, `\u001b`; tabs and ends of lines are left as they are. */
export function escapeRaw(text: string): string {
  return text.replace(raw, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return `\\u${code.padStart(4, "0")}`;
  });
}
