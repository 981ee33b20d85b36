import { wordsOf } from "../words.ts";
import type { SqlValue } from "./sql-value.ts";

/**
 * What the full-text index knows a row by, beside its words: a name is a term of its own, and so is a
 * figure's order of magnitude. One index answers any combination of filters then, for it walks the lists
 * of all terms together. A term begins with a character for private use, so that no text is taken for one.
 */
const mark = "\uE000";

/** A letter for each thing that a term can be the name of. */
const kinds = {
  outcome: "o",
  channel: "c",
  client: "u",
  agent: "a",
  provider: "p",
  model: "m",
  errorKind: "e",
  sessionId: "s",
  lane: "l",
  tool: "t",
  level: "v",
  source: "r",
} as const;
const magnitudes = { durationMs: "d", microUsd: "x" } as const;
const mostMagnitude = 48;

export type TermKind = keyof typeof kinds;
export type MagnitudeKind = keyof typeof magnitudes;

/** In UTF-16 units: what of one row is indexed at most. */
export const maxIndexedText = 64 * 1024;

export function nameTerm(kind: TermKind, name: string): string {
  return `${mark}${kinds[kind]}${hashOf(name)}`;
}

/** The binary order of magnitude of a figure of 0 or more. */
export function magnitudeTerm(kind: MagnitudeKind, figure: number): string {
  return `${mark}${magnitudes[kind]}${magnitudeOf(figure)}`;
}

/** A text's own words, as a search has them: nothing in it is taken for a term. */
export function plainText(text: string): string {
  return wordsOf(text).join(" ");
}

/** What a row has to have. Parts are joined by `and`, and the index is asked for them all at once. */
export class Wanted {
  readonly #parts: string[] = [];

  name(kind: TermKind, name: string | undefined): this {
    if (name !== undefined) this.#parts.push(quoted(nameTerm(kind, name)));
    return this;
  }

  /** At least one figure of these magnitudes: the row itself tells the rest. */
  between(kind: MagnitudeKind, least: number | undefined, most: number | undefined): this {
    if (least === undefined && most === undefined) return this;
    const from = magnitudeOf(least ?? 0);
    const to = most === undefined ? mostMagnitude : magnitudeOf(most);
    const terms = Array.from({ length: Math.max(1, to - from + 1) }, (_, i) =>
      quoted(`${mark}${magnitudes[kind]}${from + i}`),
    );
    this.#parts.push(`(${terms.join(" OR ")})`);
    return this;
  }

  /** Each word begins one of the row's. A single letter has to be a whole one: too many begin with it. */
  words(text: string | undefined): this {
    for (const word of text === undefined ? [] : wordsOf(text)) {
      this.#parts.push(word.length > 1 ? `${quoted(word)}*` : quoted(word));
    }
    return this;
  }

  /** As the index takes it; null where everything will do. */
  get match(): SqlValue {
    return this.#parts.length === 0 ? null : this.#parts.join(" AND ");
  }
}

function quoted(term: string): string {
  return `"${term}"`;
}

function magnitudeOf(figure: number): number {
  return Math.min(mostMagnitude, Math.max(0, Math.floor(Math.log2(figure + 1))));
}

/** 53 bits: names that share them are told apart by the row. Source: cyrb53 by bryc, public domain. */
function hashOf(text: string): string {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 2_654_435_761);
    high = Math.imul(high ^ unit, 1_597_334_677);
  }
  low =
    Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  high =
    Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  return (4_294_967_296 * (2_097_151 & high) + (low >>> 0)).toString(36);
}
