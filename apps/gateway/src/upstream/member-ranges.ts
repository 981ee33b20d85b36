import { closingQuote, jsonCode } from "../json-text.ts";

/** Where a top-level value of a JSON object stands in its text: from `start` to before `end`. */
export interface MemberRange {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The members of a JSON object, which was parsed before, in the order of its text, as often as each is
 * there; of nested ones nothing. Only those that are wanted are kept: a body may have any number of others.
 */
export function memberRanges(
  text: string,
  isWanted: (key: string) => boolean = () => true,
): MemberRange[] {
  const ranges: MemberRange[] = [];
  let at = skipSpace(text, text.indexOf("{") + 1);
  while (text.charCodeAt(at) === quote) {
    const keyEnd = endOfString(text, at);
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = endOfValue(text, start);
    const key = keyOf(text, at, keyEnd);
    if (isWanted(key)) ranges.push({ key, start, end });
    at = skipSpace(text, end);
    if (text.charCodeAt(at) !== comma) break;
    at = skipSpace(text, at + 1);
  }
  return ranges;
}

const { quote, comma, openBracket, closeBracket, openBrace, closeBrace } = jsonCode;

/** As it stands there, unless something in it is escaped. */
function keyOf(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  return raw.includes("\\") ? String(JSON.parse(text.slice(start, end))) : raw;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

/** The position after the closing quote of the string that starts at `from`. */
function endOfString(text: string, from: number): number {
  const at = closingQuote(text, from + 1);
  return at === -1 ? text.length + 1 : at + 1;
}

function endOfValue(text: string, from: number): number {
  if (text.charCodeAt(from) === quote) return endOfString(text, from);
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at);
      continue;
    }
    if (code === openBrace || code === openBracket) depth += 1;
    if (code === closeBrace || code === closeBracket) {
      if (depth === 0) return trimEnd(text, from, at);
      depth -= 1;
      if (depth === 0) return at + 1;
    }
    if (code === comma && depth === 0) return trimEnd(text, from, at);
    at += 1;
  }
  return at;
}

function trimEnd(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && text.charCodeAt(at - 1) <= 0x20) at -= 1;
  return at;
}
