import type { Caller } from "@signalbox/api-contract/server";

/** Something that somebody changed, as the stage that did it tells of it. */
export interface AuditEntry {
  /** Who: {@link whoIs} says it of a caller. */
  readonly who: string;
  /** What was done, as `noun.verb` in the past: `lane.paused`, `token.revoked`. */
  readonly action: string;
  /** To what: the lane's key, the token's id, the model's name. */
  readonly target: string;
  /** Why, in the words of who did it. */
  readonly reason: string | null;
  /** Plain data without secrets, or null where there was nothing before. */
  readonly before: unknown;
  /** Plain data without secrets, or null where nothing is left. */
  readonly after: unknown;
}

/** A caller by name and id: names are for people, and two tokens may have the same. */
export function whoIs({ name, tokenId }: Caller): string {
  return `${name} (${tokenId})`;
}
