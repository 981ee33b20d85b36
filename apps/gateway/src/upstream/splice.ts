import { memberRanges } from "./member-ranges.ts";

/**
 * Sets top-level members of a JSON object in its text and leaves every other byte as it was: a round
 * trip through a parser would change 1.0 and large integers. Members that are not there are added at
 * the front. The text must be a JSON object that was parsed before.
 */
export function spliceMembers(text: string, members: Readonly<Record<string, unknown>>): string {
  const ranges = memberRanges(text, (key) => Object.hasOwn(members, key));
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
