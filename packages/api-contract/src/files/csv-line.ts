import { escapeRaw } from "./raw-characters.ts";

/** What makes a spreadsheet take a cell for a formula, the full-width forms that it folds included. */
const formula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** Values as a line of CSV as RFC 4180 has it, CRLF at its end included. */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(cell).join(",")}\r\n`;
}

/**
 * Nothing for what is not known; text that a spreadsheet would compute has an apostrophe before it, and
 * control characters stand there as `\u001b`. Numbers are no text: a negative one stays what it is.
 */
function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = escapeRaw(typeof value === "string" ? value : JSON.stringify(value));
  const guarded = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
