import { closingQuote, jsonCode } from "../json-text.ts";

/** What a JSON text may have of each. */
export interface JsonBounds {
  /** How deep its brackets are nested. */
  readonly depth: number;
  /** Members of the object that it is, each time that one is repeated. */
  readonly members: number;
  /** Lists and objects, wherever they stand. */
  readonly containers: number;
  /** Members of all objects together: the dearest to parse. */
  readonly names: number;
  /** Values of all lists and objects together, by their commas. */
  readonly values: number;
}

const { quote, comma, colon, openBracket, closeBracket, openBrace, closeBrace } = jsonCode;

/**
 * Of what a JSON text has too much, found before it is parsed. What goes deeper overflows the stack of
 * whoever walks it next, the provider's own parser maybe; what is in more pieces takes a parser, and
 * everyone after it, far longer than its bytes would let one think. Text that is no JSON answers something.
 */
export function excessOf(text: string, bounds: JsonBounds): keyof JsonBounds | null {
  let depth = 0;
  let members = 0;
  let containers = 0;
  let names = 0;
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = closingQuote(text, at + 1);
      if (at === -1) return null;
    } else if (code === openBracket || code === openBrace) {
      depth += 1;
      containers += 1;
      if (depth > bounds.depth) return "depth";
      if (containers > bounds.containers) return "containers";
    } else if (code === closeBracket || code === closeBrace) {
      depth -= 1;
    } else if (code === comma) {
      values += 1;
      if (values > bounds.values) return "values";
    } else if (code === colon) {
      names += 1;
      if (names > bounds.names) return "names";
      if (depth === 1) members += 1;
      if (members > bounds.members) return "members";
    }
  }
  return null;
}
