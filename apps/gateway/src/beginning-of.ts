/**
 * A text cut to a length, as a text of its own. What `slice` answers holds all that it was cut from in
 * memory for as long as it lives itself: a few words kept of a large body would keep the body.
 */
export function beginningOf(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return Buffer.from(text.slice(0, maxLength), "utf8").toString("utf8");
}
