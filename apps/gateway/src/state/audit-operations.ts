import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { numberOrNull, read, textOrNull, write } from "./operation.ts";
import type { AuditRecord, AuditRow, AuditTrail } from "./records.ts";

/** Where the chain's newest link is told a second time, so that an end that was cut off shows. */
const headKey = "audit.head";

/** What the first entry's hash covers in the place of one before it. */
const beginning = "";

interface VerifyInput {
  /** Null from the start. */
  readonly from: AuditTrail["next"];
  readonly limit: number;
}

export const auditOperations = {
  "audit.append": write((db, record: AuditRecord): AuditRow => {
    const last = lastOf(db);
    const unlinked = { seq: (last?.seq ?? 0) + 1, ...record };
    const row = { ...unlinked, hash: hashOf(unlinked, last?.hash ?? beginning) };
    db.prepare(
      `INSERT INTO audit (seq, at, who, action, target, reason, before, after, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      row.seq,
      row.at,
      row.who,
      row.action,
      row.target,
      row.reason,
      row.before,
      row.after,
      row.hash,
    );
    db.prepare(
      "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    ).run(headKey, headOf(row));
    return row;
  }),
  "audit.list": read((db, { limit, beforeSeq }: { limit: number; beforeSeq: number | null }) =>
    db
      .prepare("SELECT * FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?")
      .all(beforeSeq ?? Number.MAX_SAFE_INTEGER, limit)
      .map(auditRow),
  ),
  "audit.verify": read((db, { from, limit }: VerifyInput): AuditTrail => {
    let before = from ?? { seq: 0, hash: beginning };
    const rows = db
      .prepare("SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?")
      .all(before.seq, limit)
      .map(auditRow);
    for (const row of rows) {
      const isLinked = row.seq === before.seq + 1 && row.hash === hashOf(row, before.hash);
      if (!isLinked) return { firstBadSeq: before.seq + 1, next: null };
      before = { seq: row.seq, hash: row.hash };
    }
    if (rows.length === limit) return { firstBadSeq: null, next: before };
    const told = textOrNull(
      db.prepare("SELECT value FROM meta WHERE key = ?").get(headKey)?.["value"],
    );
    const isWhole = told === null ? before.seq === 0 : told === headOf(before);
    return { firstBadSeq: isWhole ? null : before.seq + 1, next: null };
  }),
} as const;

function lastOf(db: DatabaseSync): { seq: number; hash: string } | null {
  const row = db.prepare("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").get();
  return row === undefined ? null : { seq: Number(row["seq"]), hash: String(row["hash"]) };
}

function hashOf(row: Omit<AuditRow, "hash">, before: string): string {
  const { seq, at, who, action, target, reason } = row;
  const link = JSON.stringify([
    before,
    seq,
    at,
    who,
    action,
    target,
    reason,
    row.before,
    row.after,
  ]);
  return createHash("sha256").update(link).digest("hex");
}

function headOf({ seq, hash }: { seq: number; hash: string }): string {
  return `${seq} ${hash}`;
}

function auditRow(row: Record<string, unknown>): AuditRow {
  return {
    seq: numberOrNull(row["seq"]) ?? 0,
    at: numberOrNull(row["at"]) ?? 0,
    who: String(row["who"]),
    action: String(row["action"]),
    target: String(row["target"]),
    reason: textOrNull(row["reason"]),
    before: textOrNull(row["before"]),
    after: textOrNull(row["after"]),
    hash: String(row["hash"]),
  };
}
