import { createHash } from "node:crypto";

const shownDigits = 12;

/** Which text it is, in few characters. */
export function revisionOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, shownDigits);
}
