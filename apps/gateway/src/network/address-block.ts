import { canonicalAddress } from "../auth/index.ts";

const groupsOfAddress = 8;
const groupsOfBlock = 4;

/** Whose an address is: one of IPv4 itself, of IPv6 its /64, in which anyone has as many as they like. */
export function addressBlock(address: string): string {
  const canonical = canonicalAddress(address);
  if (!canonical.includes(":")) return canonical;
  const [before = "", after = ""] = canonical.split("::");
  const first = groupsOf(before);
  const last = groupsOf(after);
  const zeros = Array.from({ length: groupsOfAddress - first.length - last.length }, () => "0");
  return `${[...first, ...zeros, ...last].slice(0, groupsOfBlock).join(":")}::/64`;
}

function groupsOf(text: string): readonly string[] {
  return text === "" ? [] : text.split(":");
}
