/**
 * What SQLite's tokenizer unicode61 takes for a word, but for the characters for private use, which the
 * full-text index has for terms of its own.
 */
const wordPattern = /[\p{L}\p{N}]+/gu;
const marks = /\p{M}+/gu;

/** The words of a text, as a search compares them: without case, accents and whatever is between them. */
export function wordsOf(text: string): string[] {
  return folded(text).match(wordPattern) ?? [];
}

/** Whether each of the wanted words begins one of the texts' words. */
export function hasWords(texts: Iterable<string | null>, wanted: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  const missing = new Set(wanted);
  for (const text of texts) {
    if (text === null) continue;
    for (const word of wordsOf(text)) {
      for (const want of missing) if (word.startsWith(want)) missing.delete(want);
      if (missing.size === 0) return true;
    }
  }
  return false;
}

function folded(text: string): string {
  return text.normalize("NFD").replaceAll(marks, "").toLowerCase();
}
