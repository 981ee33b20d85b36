import { z } from "zod";
import { epochMs } from "./words.ts";

/** Something that somebody changed. */
export const auditRow = z.object({
  /** From 1 on, without a gap. */
  seq: z.number(),
  at: epochMs,
  /** The token's name, and its id in brackets. */
  who: z.string(),
  /** Such as `lane.paused` or `token.revoked`. */
  action: z.string(),
  target: z.string(),
  reason: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  /** SHA-256 over this entry and the hash of the one before it, in hex. */
  hash: z.string(),
});
export type AuditRow = z.infer<typeof auditRow>;

export const auditListInput = z
  .strictObject({
    limit: z.number().int().min(1).max(500).default(100),
    /** Entries before this one: the last one's of the page before. */
    beforeSeq: z.number().int().min(1).optional(),
    /** Who, as an entry tells it. */
    who: z.string().min(1).max(500).optional(),
    /** `token.revoked`, or all of a noun: `token.` */
    action: z.string().min(1).max(100).optional(),
    /** In any of its texts, in any case. */
    text: z.string().trim().min(1).max(200).optional(),
  })
  .prefault({});
export type AuditListInput = z.infer<typeof auditListInput>;

export const auditList = z.object({
  /** The newest first. */
  entries: z.array(auditRow),
  /** Where to go on; null at the end. A filter looks through so many entries at once, and may find none. */
  nextBeforeSeq: z.number().nullable(),
  /** From this entry on the log is not what was written; null where it is. */
  firstBadSeq: z.number().nullable(),
});
export type AuditList = z.infer<typeof auditList>;
