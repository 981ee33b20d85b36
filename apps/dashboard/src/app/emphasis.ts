/** A piece of a sentence, and how it stands out. */
export interface Emphasis {
  readonly text: string;
  readonly kind: "plain" | "name" | "code";
}

/**
 * Splits a sentence so that names of models stand out and error kinds read as the code they are.
 * The sentence itself stays plain text all the way.
 */
export function emphasise(
  sentence: string,
  names: readonly string[],
  codes: readonly string[],
): Emphasis[] {
  const words = [...names, ...codes].filter((word) => word !== "");
  if (words.length === 0) return [{ text: sentence, kind: "plain" }];
  // The longest first, so that a model's name is not cut short by one it begins with.
  const pattern = words
    .toSorted((a, b) => b.length - a.length)
    .map((word) => RegExp.escape(word))
    .join("|");
  return sentence
    .split(new RegExp(`(?<![\\w-])(${pattern})(?![\\w-])`))
    .filter((text) => text !== "")
    .map((text) => {
      if (names.includes(text)) return { text, kind: "name" };
      return { text, kind: codes.includes(text) ? "code" : "plain" };
    });
}
