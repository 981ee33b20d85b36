import type { Random } from "./random.ts";
import type { Vocabulary } from "./vocabulary.ts";

const leastWords = 40;
const moreWords = 41;
const withOrderNumber = 0.1;

/** A message of a conversation. Some name a number that nobody else does. */
export function messageText(random: Random, words: Vocabulary): string {
  const text = words.text(random, leastWords + random.below(moreWords));
  if (!random.chance(withOrderNumber)) return text;
  return `${text} Order so${random.below(1e8).toString().padStart(8, "0")}.`;
}

/** A failure's message: # stands for a number in it, and @ for a name. */
export function failureText(message: string, random: Random, words: Vocabulary): string {
  return message
    .replaceAll("#", () => String(random.below(100_000)))
    .replaceAll("@", () => `"${words.word(random)}"`);
}
