// A word with the space before it, or one mark; trailing space is a token of its own, so that the
// tokens joined are the text again. Linear: no alternative can match where another did.
const TOKEN = /\s*(?:[\p{L}\p{N}]+|[^\s\p{L}\p{N}])|\s+$/gu;

/** Splits a text into word-like tokens; joined they give the text. */
export function tokenize(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** How many tokens `tokenize` would give, without keeping them. */
export function countTokens(text: string): number {
  let count = 0;
  TOKEN.lastIndex = 0;
  while (TOKEN.test(text)) count += 1;
  return count;
}
