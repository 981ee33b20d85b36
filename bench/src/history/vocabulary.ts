import type { Random } from "./random.ts";

const size = 50_000;
/** Places of the table from which words are drawn: the rarest word has a few of them. */
const places = 2 ** 20;
const beginnings = [
  "b",
  "br",
  "c",
  "d",
  "dr",
  "f",
  "g",
  "h",
  "k",
  "l",
  "m",
  "n",
  "p",
  "r",
  "s",
  "st",
  "t",
  "tr",
  "v",
  "w",
];
const vowels = ["a", "e", "i", "o", "u", "ai", "ea", "ou"];
const ends = ["", "", "n", "r", "s", "t", "l", "m", "ck", "nd"];
const shortWords = 400;
/** What is said again and again: it is drawn whole, and so comes fast. */
const phrases = 2 ** 16;
const wordsPerPhrase = 10;

/** Words that are as frequent as those of a language: the n-th most frequent 1/n as often as the first. */
export class Vocabulary {
  /** The most frequent first. */
  readonly words: readonly string[];
  readonly #places = new Uint16Array(places);
  readonly #phrases: readonly string[];

  constructor(random: Random) {
    const words = new Set<string>();
    while (words.size < size) words.add(wordOf(random, words.size < shortWords ? 1 : 2));
    this.words = [...words];
    const total = this.words.reduce((sum, _, rank) => sum + 1 / (rank + 1), 0);
    let place = 0;
    let sum = 0;
    for (let rank = 0; rank < size; rank += 1) {
      sum += 1 / (rank + 1) / total;
      const end = rank === size - 1 ? places : Math.round(sum * places);
      this.#places.fill(rank, place, Math.max(place, end));
      place = Math.max(place, end);
    }
    this.#phrases = Array.from({ length: phrases }, () =>
      Array.from({ length: wordsPerPhrase }, () => this.word(random)).join(" "),
    );
  }

  word(random: Random): string {
    return this.words[this.#places[random.bits() >>> 12] ?? 0] ?? "";
  }

  /** So many words, in sentences. */
  text(random: Random, count: number): string {
    let text = "";
    let left = count;
    for (; left > wordsPerPhrase; left -= wordsPerPhrase) {
      text += `${this.#phrases[random.bits() >>> 16] ?? ""}. `;
    }
    // The last ones are drawn by themselves: a word that is in no phrase is said too.
    for (; left > 1; left -= 1) text += `${this.word(random)} `;
    return text + this.word(random);
  }
}

function wordOf(random: Random, least: number): string {
  let word = "";
  const syllables = least + random.below(3);
  for (let at = 0; at < syllables; at += 1) {
    word += random.pick(beginnings) + random.pick(vowels);
    if (at === syllables - 1 || random.chance(0.3)) word += random.pick(ends);
  }
  return word;
}
