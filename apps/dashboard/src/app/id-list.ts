/** What an id may be made of: anything else in an address was put there by hand. */
const idPattern = /^[\w.:@/+=-]{1,128}$/;

/** The ids that an address names, with commas between, each once and at most so many. An id has none in it. */
export function readIds(text: string | undefined, most: number): string[] {
  const ids = (text ?? "").split(",").filter((id) => idPattern.test(id));
  return [...new Set(ids)].slice(0, most);
}

/** The same as an address has it; undefined where there is none. */
export function writeIds(ids: readonly string[]): string | undefined {
  return ids.length === 0 ? undefined : ids.join(",");
}
