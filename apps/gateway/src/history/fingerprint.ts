import { createHash } from "node:crypto";
import { beginningOf } from "../beginning-of.ts";

const fingerprintLength = 12;
/** Of a failure's message, in UTF-16 units: what is kept of it, and looked at. */
export const maxFailureMessage = 8 * 1024;

/** What was not called is one failure, however it was found out and whenever it is tried again. */
const blocked = /^(.{1,200} is not called)(?: since [^:]{1,8}:[^:]{2}:[^:]{2} UTC)?: .*$/s;

/** Numbers, ids and quoted parts differ from case to case; what is left is the failure. */
export function fingerprintOf(errorKind: string | null, message: string | null): string {
  const kind = errorKind ?? "internal";
  const kept = beginningOf(message ?? "", maxFailureMessage);
  const shape = kept
    .replace(blocked, "$1")
    .replaceAll(/"[^"]*"|[\da-f-]{8,}|[\dA-Z]{26}|\d+/gi, "#");
  return createHash("sha256").update(`${kind} ${shape}`).digest("hex").slice(0, fingerprintLength);
}
