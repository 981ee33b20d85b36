import { escapeRaw } from "./raw-characters.ts";

/** What makes a spreadsheet take a cell for a formula, the full-width forms that it folds included. */
const formula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** Records as CSV as RFC 4180 has it, with a head of all the names there are; the same as the gateway's own export. */
export function csvText(records: readonly object[]): string {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const lines = records.map((record) => {
    const byName = new Map<string, unknown>(Object.entries(record));
    return csvLine(names.map((name) => byName.get(name)));
  });
  return [csvLine(names), ...lines].join("");
}

function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvCell).join(",")}\r\n`;
}

/**
 * Nothing for what is not known; text that a spreadsheet would compute has an apostrophe before it, and
 * control characters stand there as `\u001b`. Numbers are no text: a negative one stays what it is.
 */
function csvCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = escapeRaw(typeof value === "string" ? value : JSON.stringify(value));
  const guarded = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
