import { beginningOf } from "../beginning-of.ts";
import { maxKeptText } from "./request-record.ts";

/** A member whose name ends like that of a secret, and its text, which the cut may have left open. */
const secretMember =
  /("[^"\\]{0,64}(?:authorization|api[_-]?key|(?:access|refresh|auth|bearer)[_-]?token|client[_-]?secret|private[_-]?key|secret[_-]?key|password|secret)"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|\\?$)/gi;

/** What is kept of a client's body: its beginning, without what its members' names call a secret. */
export function keptBody(body: string): string {
  return beginningOf(body, maxKeptText).replaceAll(secretMember, '$1"[secret]"');
}
