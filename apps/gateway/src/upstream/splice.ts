/** Where a top-level value of a JSON object stands in its text: from `start` to before `end`. */
interface ValueRange {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Sets top-level members of a JSON object in its text and leaves every other byte as it was: a round
 * trip through a parser would change 1.0 and large integers. Members that are not there are added at
 * the front. The text must be a JSON object that was parsed before.
 */
export function spliceMembers(text: string, members: Readonly<Record<string, unknown>>): string {
  const ranges = topLevelRanges(text).filter(({ key }) => Object.hasOwn(members, key));
  let spliced = "";
  let position = 0;
  for (const { key, start, end } of ranges) {
    spliced += text.slice(position, start) + JSON.stringify(members[key]);
    position = end;
  }
  spliced += text.slice(position);
  const present = new Set(ranges.map(({ key }) => key));
  const added = Object.entries(members).filter(([key]) => !present.has(key));
  if (added.length === 0) return spliced;
  const open = spliced.indexOf("{") + 1;
  const isEmpty = /^\s*\}/.test(spliced.slice(open));
  const addition = added.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return `${spliced.slice(0, open)}${addition.join(",")}${isEmpty ? "" : ","}${spliced.slice(open)}`;
}

function topLevelRanges(text: string): ValueRange[] {
  const ranges: ValueRange[] = [];
  let at = skipSpace(text, text.indexOf("{") + 1);
  while (text[at] === '"') {
    const keyEnd = endOfString(text, at);
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = endOfValue(text, start);
    ranges.push({ key: String(JSON.parse(text.slice(at, keyEnd))), start, end });
    at = skipSpace(text, end);
    if (text[at] !== ",") break;
    at = skipSpace(text, at + 1);
  }
  return ranges;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

/** The position after the closing quote of the string that starts at `from`. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function endOfValue(text: string, from: number): number {
  if (text[from] === '"') return endOfString(text, from);
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (character === "{" || character === "[") depth += 1;
    if (character === "}" || character === "]") {
      if (depth === 0) return trimEnd(text, from, at);
      depth -= 1;
      if (depth === 0) return at + 1;
    }
    if (character === "," && depth === 0) return trimEnd(text, from, at);
    at += 1;
  }
  return at;
}

function trimEnd(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && text.charCodeAt(at - 1) <= 0x20) at -= 1;
  return at;
}
