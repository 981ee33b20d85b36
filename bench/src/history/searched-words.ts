import type { Asked } from "./question.ts";

/** Ranks among all words, by how often they are said. */
const commonRanks = 40;
const middleRanks = [400, 4_000] as const;
const rareRanks = [40_000, 50_000] as const;

function ranked([from, to]: readonly [number, number], { random, stored }: Asked): string {
  return stored.words.words[from + random.below(to - from)] ?? "";
}

const common = (asked: Asked): string => ranked([0, commonRanks], asked);
const middle = (asked: Asked): string => ranked(middleRanks, asked);
const rare = (asked: Asked): string => ranked(rareRanks, asked);
const beginning = (length: number) => (asked: Asked) => ranked([0, 10_000], asked).slice(0, length);

/** What people type into a search. */
export const searchedWords = {
  common,
  middle,
  rare,
  "one number": ({ random, stored }: Asked) => random.pick(stored.orderNumbers),
  "two words": (asked: Asked) => `${middle(asked)} ${middle(asked)}`,
  "common and rare": (asked: Asked) => `${common(asked)} ${rare(asked)}`,
  "two letters": beginning(2),
  "three letters": beginning(3),
  "five letters": beginning(5),
  nowhere: ({ random }: Asked) => `xq${random.bits().toString(36)}z`,
} as const;
