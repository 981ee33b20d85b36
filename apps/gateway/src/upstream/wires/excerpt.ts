const maxLength = 60;

/** The beginning of a line that made no sense, for its error; `line` holds one byte of UTF-8 per character. */
export function excerpt(line: string): string {
  const text = Buffer.from(line, "latin1").toString("utf8");
  return JSON.stringify(text.length > maxLength ? `${text.slice(0, maxLength)}…` : text);
}
